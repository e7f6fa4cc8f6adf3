package io.facesweep.analysis;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Standing;
import io.facesweep.metrics.Metrics;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Design;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.EffectsTable;
import io.facesweep.tables.StartComparison;
import io.facesweep.tables.SweepRecords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
  /** Answers a contrast on a measure, before the correction for how many there are. */
  interface Estimates {
    /** Computes each answer. */
    Estimates COMPUTED =
        (table, measure, matches) -> new ContrastEstimate(table, measure, matches).effect();

    /** Safe for many threads. */
    Effect of(TrialTable table, MeasureTraits measure, ContrastMatches matches);
  }

  private SweepEffects() {}

  /**
   * Computes the effects of a sweep from its records and writes its table of effects.
   *
   * @throws io.facesweep.UserException if the table cannot be written
   */
  public static List<Effect> tabulate(StageStore store, StoredSweep sweep, SweepRecords records) {
    List<Effect> effects = of(sweep, records);
    EffectsTable.write(store, sweep.name(), effects.stream().map(Effect::row).toList());
    return effects;
  }

  /** Returns the effects of a sweep by the records that there are, and writes no table. */
  public static List<Effect> of(StoredSweep sweep, SweepRecords records) {
    return of(sweep, records, TrialTable.of(sweep, records), Estimates.COMPUTED);
  }

  /**
   * @param table of the records
   */
  static List<Effect> of(
      StoredSweep sweep, SweepRecords records, TrialTable table, Estimates estimates) {
    Look look = Look.at(sweep.looks(), TrialTable.wholePrompts(records));
    StartReading reading = new StartReading(StartComparison.of(records));
    return withUnits(table, sweep.design(), sweep.analysis(), look, estimates).stream()
        .map(reading::read)
        .toList();
  }

  /**
   * Tells whether every main effect on the measures that decide has an answer: a difference that is
   * told from chance, or that there is none that matters.
   */
  public static boolean areDecided(StoredSweep sweep, SweepRecords records) {
    List<EffectVerdict> verdicts =
        of(sweep, records).stream()
            .map(Effect::row)
            .filter(row -> !row.comparison().isInteraction())
            .filter(row -> sweep.analysis().confirmatory().contains(row.comparison().metric()))
            .map(row -> row.conclusion().verdict())
            .toList();
    return verdicts.stream().anyMatch(EffectVerdict::isAnswer)
        && verdicts.stream().allMatch(v -> v.isAnswer() || v == EffectVerdict.UNCHANGED);
  }

  /** Returns the measures that a sweep's analysis names and that no trial of it has. */
  public static List<String> unmeasured(StoredSweep sweep, SweepRecords records) {
    Set<String> names = new LinkedHashSet<>(sweep.analysis().confirmatory());
    names.addAll(sweep.analysis().equivalence().keySet());
    records.measures().forEach(measure -> names.remove(measure.name()));
    return List.copyOf(names);
  }

  /**
   * Returns the effects of trials of several sweeps, which no table has.
   *
   * @param asked the sweep whose questions are asked of all
   * @param starts whether doing nothing scores better
   */
  public static List<Effect> ofJoined(
      TrialTable table, StoredSweep asked, List<StartComparison> starts) {
    StartReading reading = new StartReading(starts);
    return withUnits(table, Design.FULL, asked.analysis()).stream().map(reading::read).toList();
  }

  /** Returns the effects of trials of all combinations, each level against the baseline. */
  public static List<EffectRow> of(TrialTable table) {
    return withUnits(table).stream().map(Effect::row).toList();
  }

  /** Returns the same effects, each with the differences that it is the mean of. */
  public static List<Effect> withUnits(TrialTable table) {
    return withUnits(table, Design.FULL, AnalysisSettings.DEFAULT);
  }

  /**
   * Returns main effects, then interactions where the design has them; within each by factor and
   * level, then by metric.
   *
   * @param design by which the trials' combinations were chosen
   * @param asked what is compared, and which measures decide
   */
  public static List<Effect> withUnits(TrialTable table, Design design, AnalysisSettings asked) {
    return withUnits(table, design, asked, Look.ONLY);
  }

  static List<Effect> withUnits(
      TrialTable table, Design design, AnalysisSettings asked, Look look) {
    return withUnits(table, design, asked, look, Estimates.COMPUTED);
  }

  private static List<Effect> withUnits(
      TrialTable table, Design design, AnalysisSettings asked, Look look, Estimates answers) {
    Matching matching = design.isOfPairs() ? new Pairing(table) : new FractionBlocks(table);
    List<MeasureTraits> measures =
        inOrder(table).stream().map(name -> MeasureTraits.of(table, name, asked)).toList();
    List<Contrast> main = Contrast.main(table.factors(), asked.contrasts());
    List<Contrast> interactions =
        design.hasInteractions() ? Contrast.interactions(table.factors()) : List.of();
    List<Effect> effects = new ArrayList<>();
    for (List<Contrast> contrasts : List.of(main, interactions)) {
      List<Effect> estimates = new ArrayList<>();
      for (Contrast contrast : contrasts) {
        ContrastMatches matches = ContrastMatches.of(table, matching, contrast, design);
        measures.parallelStream()
            .map(measure -> answers.of(table, measure, matches))
            .forEachOrdered(estimates::add);
      }
      effects.addAll(Verdicts.of(estimates, asked, look));
    }
    return effects;
  }

  /** Metrics that are known in their own order, then others by name; not those without effects. */
  static List<String> inOrder(TrialTable table) {
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
    metrics.removeIf(name -> MeasureTraits.standing(name) == Standing.LEFT_OUT);
    return metrics;
  }
}
