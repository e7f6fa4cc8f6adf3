package io.facesweep.settings;

import java.util.List;

/** The optimiser of a phase's parameters. */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes a list that cannot change
public enum OptimizerKind implements Choice {
  /** Kingma and Ba, arXiv 1412.6980; weight decay is added to the gradient. */
  ADAM(0.9, 0.999),
  /** Loshchilov and Hutter, arXiv 1711.05101; weight decay apart from the gradient. */
  ADAMW(0.9, 0.999),
  /** Xie et al., arXiv 2208.06677; three betas, proximal weight decay. */
  ADAN(0.98, 0.92, 0.99);

  private final List<Double> betas;

  OptimizerKind(Double... betas) {
    this.betas = List.of(betas);
  }

  /**
   * The betas of the optimiser's paper: two, or three for Adan (in the convention where larger
   * remembers longer).
   */
  public List<Double> betas() {
    return betas;
  }
}
