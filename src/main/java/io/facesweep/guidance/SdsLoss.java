package io.facesweep.guidance;

import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Score distillation sampling (Poole et al. 2022, DreamFusion, arXiv 2209.14988, equation 3): the
 * guided noise against the noise that was added.
 */
final class SdsLoss implements DistillationLoss {
  /** The negative prompt stands for no prompt; it is empty as a rule. */
  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.negative(), prompts.prompt());
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    Tensor noisy = predictor.schedule().addNoise(query.latents(), query.noise(), query.timesteps());
    return new Start(noisy, query.noise());
  }

  @Override
  public Tensor combined(List<Tensor> noise, DistillationQuery query) {
    double[] scales = query.guidance().stream().mapToDouble(Guidance::effectiveScale).toArray();
    return Guidance.combined(noise.get(0), noise.get(1), scales);
  }

  @Override
  public double weight(Weighting weighting, double alphasCumprod) {
    return switch (weighting) {
      case ONE_MINUS_ALPHAS_CUMPROD -> 1 - alphasCumprod;
      case UNIFORM -> 1;
      case FANTASIA3D -> Math.sqrt(alphasCumprod) * (1 - alphasCumprod);
    };
  }
}
