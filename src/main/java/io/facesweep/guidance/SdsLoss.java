package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Score distillation sampling (Poole et al. 2022, DreamFusion, arXiv 2209.14988, equation 3): the
 * guided noise against the noise that was added.
 */
record SdsLoss() implements DistillationLoss {
  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.unconditional(), prompts.prompt());
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    return new Start(query.noisy(predictor), query.noise());
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    return found.guided(0, 1, query);
  }
}
