package io.facesweep.guidance;

/** The losses that trials can be distilled by. */
public enum Objective {
  /** Score distillation sampling. */
  SDS(new SdsLoss());

  private final DistillationLoss loss;

  Objective(DistillationLoss loss) {
    this.loss = loss;
  }

  public DistillationLoss loss() {
    return loss;
  }
}
