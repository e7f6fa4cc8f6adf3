package io.facesweep.guidance;

import io.facesweep.diffusion.PerItem;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Noise-free score distillation (Katzir et al. 2023, arXiv 2310.17590): the direction towards the
 * domain plus s (c - u), without the noise. The former is u for small timesteps, and u - n with the
 * negative text for others.
 *
 * @param thresholds of each item, fraction of T: timesteps below are small
 */
record NfsdLoss(List<Double> thresholds) implements DistillationLoss {
  private static final int NEGATIVE = 2;

  NfsdLoss {
    thresholds = List.copyOf(thresholds);
  }

  static NfsdLoss of(List<LossItem> items) {
    return new NfsdLoss(items.stream().map(item -> item.settings().nfsd().threshold()).toList());
  }

  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.unconditional(), prompts.prompt(), prompts.negative());
  }

  @Override
  public int commonTexts() {
    return NEGATIVE;
  }

  @Override
  public boolean needs(int text, int item, DistillationQuery query, int total) {
    return query.timesteps()[item] >= thresholds.get(item) * total;
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    return new Start(query.noisy(predictor), query.latents().zerosLike());
  }

  /** The negative text's noise is 0 where it is not needed, so that u is left. */
  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    double[] scales = query.guidance().stream().mapToDouble(Guidance::scale).toArray();
    Tensor u = found.noise().get(0);
    Tensor prompt = found.noise().get(1).sub(u).mul(PerItem.of(scales, u));
    return u.sub(found.noise().get(NEGATIVE)).add(prompt);
  }
}
