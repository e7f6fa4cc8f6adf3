package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import java.util.List;

/** A diffusion model as metrics ask it: how well does it see a text in an image? */
public interface Denoiser {
  /** T, the number of timesteps it was trained with. */
  int timesteps();

  /**
   * Encodes images.
   *
   * @param images [N, 3, H, W] in [0, 1]
   * @return scaled latents [N, C, h, w], the mean of the posterior
   */
  Tensor encode(Tensor images);

  /**
   * Mean squared errors of the predicted noise.
   *
   * @param latents [N, C, h, w]
   * @param noise standard normal, [N, C, h, w]
   * @param timesteps [N], 0 to T - 1
   * @param texts N prompts
   * @return [N]
   */
  double[] errors(Tensor latents, Tensor noise, long[] timesteps, List<String> texts);

  /**
   * Several {@link #errors} of the same items. One that can compute what they have in common once
   * does so.
   *
   * @param questions lists of N prompts
   * @return [N] for each
   */
  default List<double[]> answers(
      Tensor latents, Tensor noise, long[] timesteps, List<List<String>> questions) {
    return questions.stream().map(texts -> errors(latents, noise, timesteps, texts)).toList();
  }
}
