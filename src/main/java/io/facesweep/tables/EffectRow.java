package io.facesweep.tables;

import io.facesweep.tables.Comparison.Change;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of effects. Numbers that do not exist are NaN here and null in the table.
 *
 * @param comparison what is asked
 * @param sample what it is answered from
 * @param estimate how large the effect is
 * @param conclusion what can be said of it
 */
public record EffectRow(
    Comparison comparison, Sample sample, Estimate estimate, Conclusion conclusion) {

  /** Returns the row with another conclusion. */
  public EffectRow concluded(Conclusion other) {
    return new EffectRow(comparison, sample, estimate, other);
  }

  static List<Column<EffectRow, ?>> columns() {
    return List.of(
        text("metric", row -> row.comparison.metric()),
        text("direction", row -> row.comparison.direction().text()),
        text("kind", row -> row.comparison.kind().text()),
        text("factor", row -> row.comparison.change().factor()),
        text("baseline", row -> row.comparison.change().baseline()),
        text("level", row -> row.comparison.change().level()),
        text("other_factor", row -> row.other(Change::factor)),
        text("other_baseline", row -> row.other(Change::baseline)),
        text("other_level", row -> row.other(Change::level)),
        count("pairs", row -> row.sample.pairs()),
        count("missing_pairs", row -> row.sample.missing()),
        text("unit", row -> row.sample.unit().text()),
        count("units", row -> row.sample.units()),
        number("unit_sd", row -> row.sample.spread().amongUnits()),
        number("seed_sd", row -> row.sample.spread().amongSeeds()),
        number("seeds", row -> row.sample.spread().seeds()),
        number("baseline_mean", row -> row.estimate.baselineMean()),
        number("level_mean", row -> row.estimate.levelMean()),
        number("baseline_iqm", row -> row.estimate.baselineIqm()),
        number("level_iqm", row -> row.estimate.levelIqm()),
        number("effect", row -> row.estimate.difference()),
        number("low", row -> row.estimate.interval().low()),
        number("high", row -> row.estimate.interval().high()),
        number("confidence", row -> row.estimate.confidence()),
        text("interval", row -> row.estimate.interval().method().text()),
        number("p", row -> row.conclusion.p()),
        number("p_adjusted", row -> row.conclusion.pAdjusted()),
        text("correction", row -> row.conclusion.correction().text()),
        number("equivalence_bound", row -> row.conclusion.equivalence().bound()),
        number("p_equivalence", row -> row.conclusion.equivalence().p()),
        number("improvement", row -> row.estimate.improvement()),
        text("verdict", row -> row.conclusion.verdict().text()),
        text("note", row -> row.conclusion.note()));
  }

  private @Nullable String other(Function<Change, String> part) {
    Change other = comparison.other();
    return other == null ? null : part.apply(other);
  }

  private static Column<EffectRow, String> text(
      String name, Function<EffectRow, @Nullable String> value) {
    return new Column<>(name, ColumnType.TEXT, value);
  }

  private static Column<EffectRow, Integer> count(
      String name, Function<EffectRow, @Nullable Integer> value) {
    return new Column<>(name, ColumnType.INT, value);
  }

  private static Column<EffectRow, Double> number(String name, ToDoubleFunction<EffectRow> value) {
    return new Column<>(
        name,
        ColumnType.DOUBLE,
        row -> {
          double number = value.applyAsDouble(row);
          return Double.isFinite(number) ? (Double) number : null;
        });
  }
}
