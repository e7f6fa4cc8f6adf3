package io.facesweep.analysis;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.metrics.Metrics;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.EffectsTable;
import io.facesweep.tables.SweepRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every factor of a sweep does to every metric: for each level but the baseline the mean
 * difference over pairs of trials that are equal in all else, with an interval and a p value whose
 * units are the prompts; and the same for every two factors together. The same trials give the same
 * numbers, always.
 *
 * <p>Recommendations followed: Bouthillier et al. 2021, "Accounting for variance in machine
 * learning benchmarks" (pair and resample over what a claim is to hold for); Agarwal et al. 2021
 * (intervals, interquartile means, probability of improvement); Miller 2024, "Adding error bars to
 * evals" (paired differences, clustered errors).
 */
public final class SweepEffects {
  private static final double ALARM = 0.05;

  private SweepEffects() {}

  /**
   * Computes the effects of a sweep from its records and writes its table of effects.
   *
   * @throws io.facesweep.UserException if the table cannot be written
   */
  public static List<Effect> tabulate(StageStore store, StoredSweep sweep, SweepRecords records) {
    List<Effect> effects = withUnits(TrialTable.of(sweep, records));
    EffectsTable.write(store, sweep.name(), effects.stream().map(Effect::row).toList());
    return effects;
  }

  /** Main effects, then interactions; within each by factor and level, then by metric. */
  public static List<EffectRow> of(TrialTable table) {
    return withUnits(table).stream().map(Effect::row).toList();
  }

  /** Returns the same effects, each with the differences that it is the mean of. */
  public static List<Effect> withUnits(TrialTable table) {
    Pairing pairing = new Pairing(table);
    List<Effect> effects = new ArrayList<>();
    effects.addAll(corrected(estimates(table, pairing, Contrast.main(table.factors()))));
    effects.addAll(corrected(estimates(table, pairing, Contrast.interactions(table.factors()))));
    return effects;
  }

  private static List<Effect> estimates(
      TrialTable table, Pairing pairing, List<Contrast> contrasts) {
    List<String> metrics = inOrder(table);
    List<Effect> effects = new ArrayList<>();
    for (Contrast contrast : contrasts) {
      List<int[]> pairs = pairing.of(contrast);
      metrics.parallelStream()
          .map(m -> new ContrastEstimate(table, m, direction(m), contrast, pairs).effect())
          .forEachOrdered(effects::add);
    }
    return effects;
  }

  /** Metrics that are known in their own order, then others by name. */
  private static List<String> inOrder(TrialTable table) {
    List<String> metrics = new ArrayList<>();
    for (Metric metric : Metrics.ALL) {
      if (table.metrics().contains(metric.name())) {
        metrics.add(metric.name());
      }
    }
    table.metrics().stream()
        .filter(m -> !metrics.contains(m))
        .sorted()
        .toList()
        .forEach(metrics::add);
    return metrics;
  }

  private static Direction direction(String metric) {
    return Metrics.named(metric).map(Metric::direction).orElse(Direction.NEUTRAL);
  }

  /** Holm's correction within each metric. */
  private static List<Effect> corrected(List<Effect> effects) {
    List<Effect> corrected = new ArrayList<>(effects);
    List<EffectRow> rows = effects.stream().map(Effect::row).toList();
    for (String metric : rows.stream().map(row -> row.comparison().metric()).distinct().toList()) {
      int[] places =
          IntStream.range(0, rows.size())
              .filter(i -> rows.get(i).comparison().metric().equals(metric))
              .toArray();
      double[] p = IntStream.of(places).mapToDouble(i -> rows.get(i).conclusion().p()).toArray();
      double[] adjusted = Holm.adjust(p);
      for (int i = 0; i < places.length; i++) {
        EffectRow row = rows.get(places[i]);
        if (!Double.isNaN(adjusted[i])) {
          corrected.set(
              places[i], effects.get(places[i]).corrected(adjusted[i], verdict(row, adjusted[i])));
        }
      }
    }
    return corrected;
  }

  private static EffectVerdict verdict(EffectRow row, double p) {
    if (p > ALARM) {
      return EffectVerdict.UNCLEAR;
    }
    Comparison comparison = row.comparison();
    boolean isLarger = row.estimate().difference() > 0;
    if (comparison.isInteraction() || comparison.direction() == Direction.NEUTRAL) {
      return isLarger ? EffectVerdict.LARGER : EffectVerdict.SMALLER;
    }
    boolean isHigherBetter = comparison.direction() == Direction.HIGHER_IS_BETTER;
    return isLarger == isHigherBetter ? EffectVerdict.BETTER : EffectVerdict.WORSE;
  }
}
