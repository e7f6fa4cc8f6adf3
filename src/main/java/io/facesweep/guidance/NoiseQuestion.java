package io.facesweep.guidance;

import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/**
 * Noisy items whose noise is predicted with one text after the other. What the UNet computes before
 * it looks at a text is computed once. Its tensors are those of the scope in which it was made.
 */
public final class NoiseQuestion {
  private final UNet2DConditionModel unet;
  private final NoiseSchedule schedule;
  private final Tensor eps;
  private final Tensor noisy;
  private final long[] timesteps;
  private final UNet2DConditionModel.BeforeText before;

  /**
   * @param clean latents [N, 4, h, w], scaled, float32, on the UNet's device
   * @param eps standard normal noise, like them
   * @param timesteps [N]
   */
  NoiseQuestion(
      UNet2DConditionModel unet,
      NoiseSchedule schedule,
      Tensor clean,
      Tensor eps,
      long[] timesteps) {
    this.unet = unet;
    this.schedule = schedule;
    this.eps = eps;
    this.noisy = schedule.addNoise(clean, eps, timesteps);
    this.timesteps = timesteps.clone();
    this.before = unet.beforeText(noisy, timesteps);
  }

  /**
   * Returns mean squared errors of the predicted noise, [N] float32, in the caller's scope.
   *
   * @param text embeddings [N, L, C], or [1, L, C] for all
   */
  public Tensor errors(Tensor text) {
    return TensorScope.compute(
        () -> {
          Tensor own = text.to(unet.device()).to(unet.dtype());
          Tensor output = unet.forward(before, own).to(DType.FLOAT32);
          return NoisePredictor.errors(schedule.epsilon(output, noisy, timesteps), eps);
        });
  }
}
