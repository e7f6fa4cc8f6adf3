package io.facesweep.guidance;

import io.facesweep.diffusion.PerItem;
import io.facesweep.settings.CsdSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Classifier score distillation (Yu et al. 2023, arXiv 2310.19415): w1 (c - u) + w2 (u - n), with a
 * negative text n and w2 that moves over the steps. The released code has free weights of u and of
 * the noise beside, which are 0 as a rule.
 *
 * @param items one for each of the batch
 */
record CsdLoss(List<Weights> items) implements DistillationLoss {
  private static final int NEGATIVE = 2;

  /**
   * The weights of one item.
   *
   * @param prompt w1, of c - u
   * @param negative w2, of u - n; n is not predicted where it is 0
   * @param unconditional of u alone
   * @param noise of the step's noise
   */
  record Weights(double prompt, double negative, double unconditional, double noise) {}

  CsdLoss {
    items = List.copyOf(items);
  }

  static CsdLoss of(List<LossItem> items) {
    return new CsdLoss(items.stream().map(CsdLoss::weights).toList());
  }

  private static Weights weights(LossItem item) {
    CsdSettings csd = item.settings().csd();
    double moved = csd.negativeWeightEnd() - csd.negativeWeight();
    return new Weights(
        csd.promptWeight(),
        csd.negativeWeight() + moved * item.progress(),
        csd.nullWeight(),
        csd.noiseWeight());
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
    return items.get(item).negative() != 0;
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    return new Start(query.noisy(predictor), query.latents().zerosLike());
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    Tensor u = found.noise().get(0);
    Tensor c = found.noise().get(1);
    Tensor n = found.noise().get(NEGATIVE);
    List<Tensor> rows =
        PerItem.of(
            u,
            items.stream().mapToDouble(Weights::prompt).toArray(),
            items.stream().mapToDouble(Weights::negative).toArray(),
            items.stream().mapToDouble(Weights::unconditional).toArray(),
            items.stream().mapToDouble(Weights::noise).toArray());
    return c.sub(u)
        .mul(rows.get(0))
        .add(u.sub(n).mul(rows.get(1)))
        .add(u.mul(rows.get(2)))
        .add(query.noise().mul(rows.get(3)));
  }
}
