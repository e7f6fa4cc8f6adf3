package io.facesweep.analysis;

import io.facesweep.store.StoredSweep;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.SweepRecords;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The analysis of a sweep that runs. What it says of measures that no trial has got since the last
 * time is kept: most stages that end add to some measures only. Its answers are those of {@link
 * SweepEffects} and {@link SweepImportance}. For one thread.
 */
public final class GrowingAnalysis {
  /**
   * What is known of a sweep so far.
   *
   * @param effects as {@link SweepEffects#of(StoredSweep, SweepRecords)} has them
   * @param importance as {@link SweepImportance#of(TrialTable)} has it
   */
  public record Answers(List<Effect> effects, List<ImportanceRow> importance) {}

  private record Question(String measure, Contrast contrast) {}

  private final StoredSweep sweep;
  private final Map<String, double[]> values = new HashMap<>();
  private final Map<Question, Effect> effects = new ConcurrentHashMap<>();
  private final Map<String, List<ImportanceRow>> shares = new ConcurrentHashMap<>();

  /**
   * Begins without any record.
   *
   * @param sweep as it was planned
   */
  public GrowingAnalysis(StoredSweep sweep) {
    this.sweep = sweep;
  }

  /**
   * Returns the answers by the records that there are.
   *
   * @param records of the sweep; those of the last time and more
   */
  public Answers of(SweepRecords records) {
    TrialTable table = TrialTable.of(sweep, records);
    table.metrics().forEach(measure -> forgetIfChanged(measure, table.values(measure)));
    return new Answers(
        SweepEffects.of(sweep, records, table, this::effect),
        SweepImportance.of(table, this::shares));
  }

  /** A table of more trials, as those of a sweep with looks get, has longer columns. */
  private void forgetIfChanged(String measure, double[] column) {
    if (!Arrays.equals(column, values.put(measure, column))) {
      effects.keySet().removeIf(question -> question.measure().equals(measure));
      shares.remove(measure);
    }
  }

  private Effect effect(TrialTable table, MeasureTraits measure, ContrastMatches matches) {
    Question question = new Question(measure.name(), matches.contrast());
    Effect effect = effects.get(question);
    if (effect == null) { // at most one thread asks it
      effect = SweepEffects.Estimates.COMPUTED.of(table, measure, matches);
      effects.put(question, effect);
    }
    return effect;
  }

  private List<ImportanceRow> shares(String measure, Supplier<List<ImportanceRow>> computed) {
    List<ImportanceRow> known = shares.get(measure);
    if (known == null) {
      known = computed.get();
      shares.put(measure, known);
    }
    return known;
  }
}
