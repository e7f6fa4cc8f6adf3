package io.facesweep.guidance;

import io.facesweep.diffusion.PerItem;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * The second stage of SDS-Bridge (McAllister et al. 2024, arXiv 2406.09417): from a source text,
 * the prompt with the flaws of a distilled image, to the prompt: s (c - source).
 */
record BridgeLoss() implements DistillationLoss {
  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.source(), prompts.prompt());
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    return new Start(query.noisy(predictor), query.latents().zerosLike());
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    double[] scales = query.guidance().stream().mapToDouble(Guidance::scale).toArray();
    Tensor difference = found.noise().get(1).sub(found.noise().get(0));
    return difference.mul(PerItem.of(scales, difference));
  }
}
