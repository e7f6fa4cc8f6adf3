package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Score distillation of the texture itself with one net, with the prior's prompt and scale and a
 * weight for each trial.
 */
final class TextureScore {
  private final String name;
  private final Lockstep lockstep;
  private final Distillation distillation;

  /**
   * @param name of its noise and of its terms in step curves
   * @param owner keeps embeddings
   */
  TextureScore(String name, ScoreDistillation model, Lockstep lockstep, TensorOwner owner) {
    this.name = name;
    this.lockstep = lockstep;
    this.distillation = Distillation.ofTexture(model, lockstep, name + "-noise", owner);
  }

  /** Returns whether some trial's weight is not 0, so that the net is asked. */
  boolean isOn(ToDoubleFunction<TrialState> weight) {
    return Arrays.stream(lockstep.values(weight)).anyMatch(each -> each != 0);
  }

  /** Writes the weights down in step curves and returns them, one per trial. */
  double[] record(ToDoubleFunction<TrialState> weight) {
    double[] weights = lockstep.values(weight);
    for (int i = 0; i < weights.length; i++) {
      lockstep.state(i).term(name + "-weight", weights[i]);
    }
    return weights;
  }

  /**
   * Adds the weighted gradient of the present step; without asking the net where all weights are 0.
   *
   * @param latents of the texture, [K, 4, h, w]
   */
  void addTo(
      Backward backward,
      Tensor latents,
      ToDoubleFunction<TrialState> weight,
      List<Control> controls) {
    double[] weights = record(weight);
    if (!isOn(weight)) {
      return;
    }
    Distillation.Step found = distillation.gradient(latents, controls);
    for (int i = 0; i < weights.length; i++) {
      lockstep.state(i).term(name + "-gradient-norm", found.norms()[i]);
    }
    Tensor gradient = found.gradient();
    backward.add(latents, gradient.mul(ItemValues.column(weights, gradient)));
  }
}
