package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Trials of a made-up sweep with a known truth: prompts differ among each other in level and in how
 * much a factor does to them, seeds within prompts too.
 *
 * @param prompts how many
 * @param seeds of each prompt
 * @param effect true mean effect of factor a's level "on" on metric "clip_score"
 * @param spread standard deviation of that effect among prompts
 * @param interaction how much more that is at factor b's level "on"
 */
public record SimulatedTrials(
    int prompts, int seeds, double effect, double spread, double interaction) {
  private static final List<Factor> FACTORS =
      List.of(
          new Factor("a", List.of("off", "on"), "off"),
          new Factor("b", List.of("off", "on"), "off"));

  TrialTable table(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TrialTable.Builder builder =
        new TrialTable.Builder(FACTORS, List.of("clip_score", "lighting_variation"));
    for (int prompt = 0; prompt < prompts; prompt++) {
      double level = 3 * Gaussian.draw(random);
      double own = effect + spread * Gaussian.draw(random);
      for (int s = 0; s < seeds; s++) {
        double luck = Gaussian.draw(random);
        for (int a = 0; a < 2; a++) {
          for (int b = 0; b < 2; b++) {
            double noise = 0.5 * Gaussian.draw(random);
            double value = level + luck + a * own + 0.7 * b + a * b * interaction + noise;
            double other = level + Gaussian.draw(random);
            builder.add(
                "prompt " + prompt,
                s,
                new String[] {FACTORS.get(0).levels().get(a), FACTORS.get(1).levels().get(b)},
                new double[] {value, other});
          }
        }
      }
    }
    return builder.build();
  }

  /** A table of so many trials with 3 factors and 16 metrics. */
  public static TrialTable large(int trials, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Factor> factors = new ArrayList<>(FACTORS);
    factors.add(new Factor("c", List.of("off", "on"), "off"));
    List<String> metrics = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      metrics.add("metric_" + i);
    }
    TrialTable.Builder builder = new TrialTable.Builder(factors, metrics);
    for (int i = 0; i < trials; i++) {
      int unit = i / 8;
      String[] levels = new String[3];
      double[] values = new double[16];
      for (int f = 0; f < 3; f++) {
        levels[f] = (i >> f & 1) == 0 ? "off" : "on";
      }
      for (int m = 0; m < 16; m++) {
        values[m] = Gaussian.draw(random) + (i & 1) * 0.01 * m;
      }
      builder.add("prompt " + unit / 5, unit % 5, levels, values);
    }
    return builder.build();
  }
}
