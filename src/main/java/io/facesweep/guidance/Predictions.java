package io.facesweep.guidance;

import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.PerItem;
import io.facesweep.diffusion.PredictionType;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Noise that was predicted for a batch.
 *
 * @param noise [K, 4, h, w] of each text
 * @param noisyLatents z_t [K, 4, h, w]
 * @param schedule of the net
 */
public record Predictions(List<Tensor> noise, Tensor noisyLatents, NoiseSchedule schedule) {
  /** Deviations are at least this, so that none divides by 0. */
  private static final double MIN_DEVIATION = 1e-20;

  public Predictions {
    noise = List.copyOf(noise);
  }

  /**
   * Combines two texts by classifier-free guidance, with each item's scale, and scales the result
   * back where an item asks for that.
   *
   * @param without place of the text without the prompt
   * @param with place of the text with it
   * @return [K, 4, h, w]
   */
  Tensor guided(int without, int with, DistillationQuery query) {
    List<Guidance> guidance = query.guidance();
    double[] scales = guidance.stream().mapToDouble(Guidance::effectiveScale).toArray();
    double[] shares = guidance.stream().mapToDouble(Guidance::rescale).toArray();
    Tensor guided = Guidance.combined(noise.get(without), noise.get(with), scales);
    boolean any = guidance.stream().anyMatch(item -> item.rescale() > 0);
    return any ? rescaled(guided, noise.get(with), shares, query.timesteps()) : guided;
  }

  /**
   * Takes a guided prediction back to the deviation of the prompt's own, in part (Lin et al. 2023,
   * arXiv 2305.08891, section 3.4). The deviations are those of what the net itself predicts, noise
   * or velocity: there the guided one is multiplied by a factor.
   */
  private Tensor rescaled(Tensor guided, Tensor with, double[] shares, long[] timesteps) {
    double[] level = new double[timesteps.length];
    if (schedule.predictionType() == PredictionType.V_PREDICTION) {
      for (int i = 0; i < level.length; i++) {
        level[i] = Math.sqrt(1 - schedule.alphasCumprod(timesteps[i]));
      }
    }
    double[] rests = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      rests[i] = 1 - shares[i];
    }
    List<Tensor> rows = PerItem.of(guided, level, shares, rests);
    // of v-prediction, sqrt(abar) v = eps - sqrt(1 - abar) z_t
    Tensor offset = noisyLatents.mul(rows.get(0));
    Tensor output = guided.sub(offset);
    Tensor ratio = deviation(with.sub(offset)).div(deviation(output).clampMin(MIN_DEVIATION));
    return output.mul(ratio.mul(rows.get(1)).add(rows.get(2))).add(offset);
  }

  /** Standard deviation of each item, [K, 1, 1, 1]. */
  private static Tensor deviation(Tensor items) {
    Tensor centred = items.sub(items.meanKeep(1, 2, 3));
    return centred.square().meanKeep(1, 2, 3).sqrt();
  }
}
