package io.facesweep.train;

import io.facesweep.settings.Declarations;
import io.facesweep.settings.Setting;

/**
 * How one net is trained, by AdamW with a warm-up, a constant and a cosine-shaped last part of the
 * learning rate.
 */
public record StageSettings(
    @Setting(doc = "steps in all; 0 leaves the stage out", min = 0, max = 1e9) long steps,
    @Setting(doc = "items of a step, over all lanes", min = 1, max = 1e6) int batch,
    @Setting(doc = "learning rate at its highest", above = 0, below = 1, byDefault = "0.001")
        double learningRate,
    @Setting(doc = "steps in which the rate rises", min = 0, max = 1e9) long warmup,
    @Setting(
            doc = "share of the steps after which the rate falls, to a twentieth",
            min = 0,
            max = 1)
        double decayFrom,
    @Setting(doc = "weight decay of AdamW", min = 0, below = 1, byDefault = "0.001")
        double weightDecay,
    @Setting(doc = "decay of the parameters' moving average", min = 0, below = 1) double averaging,
    @Setting(doc = "largest norm of a gradient", above = 0, max = 1e9, byDefault = "1")
        double clipNorm) {
  private static final Declarations<StageSettings> DECLARED = Declarations.of(StageSettings.class);
  private static final double LAST = 0.05;

  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public StageSettings {
    DECLARED.requireValid(
        steps, batch, learningRate, warmup, decayFrom, weightDecay, averaging, clipNorm);
  }

  /** The rate of a step, counted from 1. */
  double learningRateAt(long step) {
    double rising = warmup == 0 ? 1 : Math.min(1, (double) step / warmup);
    double share = steps == 0 ? 0 : (double) step / steps;
    double into = share <= decayFrom ? 0 : (share - decayFrom) / (1 - decayFrom);
    double falling = LAST + (1 - LAST) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, into)));
    return learningRate * rising * falling;
  }

  /** The average's decay at a step: short at first, so that it forgets the random start. */
  double averagingAt(long step) {
    return Math.min(averaging, (1.0 + step) / (10.0 + step));
  }
}
