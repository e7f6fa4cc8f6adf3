package io.facesweep.guidance;

import io.facesweep.settings.AsdSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Asynchronous score distillation (Ma et al. 2024, ScaleDreamer, arXiv 2407.02040): the guided
 * noise against what the net predicts with the prompt at a somewhat larger timestep t', from the
 * same noise.
 *
 * @param shifts of each item
 */
record AsdLoss(List<Shift> shifts) implements DistillationLoss {
  private static final int PROMPT = 1;

  /**
   * How far t' lies above t.
   *
   * @param ratio of t - t_min
   * @param least t_min, fraction of T
   */
  record Shift(double ratio, double least) {
    /** min(t + floor(ratio (t - t_min)), T - 1). */
    long of(long timestep, int total) {
      double further = Math.floor(ratio * Math.max(0, timestep - Math.round(least * total)));
      return Math.min(timestep + (long) further, total - 1L);
    }
  }

  AsdLoss {
    shifts = List.copyOf(shifts);
  }

  static AsdLoss of(List<LossItem> items) {
    return new AsdLoss(items.stream().map(AsdLoss::shift).toList());
  }

  private static Shift shift(LossItem item) {
    AsdSettings asd = item.settings().asd();
    double share = asd.drawn() ? item.random().child("shift").scalars().nextDouble() : 1;
    return new Shift(asd.shift() * share, item.settings().tMin());
  }

  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.unconditional(), prompts.prompt());
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    long[] later = new long[query.batch()];
    for (int i = 0; i < later.length; i++) {
      later[i] = shifts.get(i).of(query.timesteps()[i], predictor.schedule().trainTimesteps());
    }
    Tensor noisier = predictor.schedule().addNoise(query.latents(), query.noise(), later);
    List<Tensor> prompt = query.texts().subList(PROMPT, PROMPT + 1);
    Tensor target = predictor.noise(noisier, later, prompt, query.controls()).get(0);
    return new Start(query.noisy(predictor), target);
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    return found.guided(0, PROMPT, query);
  }
}
