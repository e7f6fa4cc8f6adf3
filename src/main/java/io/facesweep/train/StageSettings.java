package io.facesweep.train;

/**
 * How one net is trained, by AdamW with a warm-up, a constant and a cosine-shaped last part of the
 * learning rate.
 *
 * @param steps in all; 0 leaves the stage out
 * @param batch items of a step, over all lanes
 * @param learningRate at its highest
 * @param warmup steps in which it rises
 * @param decayFrom share of the steps after which it falls, to a twentieth
 * @param weightDecay of AdamW
 * @param averaging decay of the parameters' moving average
 * @param clipNorm largest norm of a gradient
 */
public record StageSettings(
    long steps,
    int batch,
    double learningRate,
    long warmup,
    double decayFrom,
    double weightDecay,
    double averaging,
    double clipNorm) {
  private static final double LAST = 0.05;

  public StageSettings {
    require("steps", steps, steps >= 0, "at least 0");
    require("batch", batch, batch >= 1, "at least 1");
    require("learning-rate", learningRate, learningRate > 0 && learningRate < 1, "in (0, 1)");
    require("warmup", warmup, warmup >= 0, "at least 0");
    require("decay-from", decayFrom, decayFrom >= 0 && decayFrom <= 1, "in [0, 1]");
    require("weight-decay", weightDecay, weightDecay >= 0 && weightDecay < 1, "in [0, 1)");
    require("averaging", averaging, averaging >= 0 && averaging < 1, "in [0, 1)");
    require("clip-norm", clipNorm, clipNorm > 0, "above 0");
  }

  private static void require(String name, Number value, boolean valid, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected %s)".formatted(name, value, rule));
    }
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
