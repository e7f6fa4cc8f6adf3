package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.report.PaperTable.Builder;
import io.facesweep.report.PaperTable.Cell;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The tables of effects for those who write about them.
 *
 * @param data of the sweep
 */
record PaperEffects(SweepData data) {
  /**
   * Returns the table of what levels do.
   *
   * @param isOf whether it has the effects on a measure
   */
  PaperTable main(String file, String caption, Predicate<String> isOf) {
    Builder table =
        new Builder(file, caption)
            .groups("%s: %s to %s", "factor", "baseline", "level")
            .texts("measure")
            .detailTexts("better")
            .numbers("baseline mean", "level mean")
            .estimates("difference")
            .numbers("relative", "d", "p adjusted")
            .detailNumbers("improves")
            .detailCounts("pairs")
            .counts("units")
            .detailTexts("unit", "correction")
            .texts("verdict")
            .detailTexts("note");
    for (Effect effect : data.effects()) {
      EffectRow row = effect.row();
      if (!row.comparison().isInteraction() && isOf.test(row.comparison().metric())) {
        Comparison.Change change = row.comparison().change();
        Estimate estimate = row.estimate();
        EffectVerdict verdict = row.conclusion().verdict();
        table.row(
            Cell.text(change.factor()),
            Cell.text(change.baseline()),
            Cell.text(change.level()),
            Cell.text(row.comparison().metric()),
            Cell.text(row.comparison().direction().text()),
            Cell.number(estimate.baselineMean()).best(verdict == EffectVerdict.WORSE),
            Cell.number(estimate.levelMean()).best(verdict == EffectVerdict.BETTER),
            Cell.estimate(estimate.difference(), estimate.interval()),
            Cell.number(EffectSize.relative(row)),
            Cell.number(EffectSize.standardised(row)),
            Cell.number(row.conclusion().pAdjusted()),
            Cell.number(estimate.improvement()),
            Cell.number(row.sample().pairs()),
            Cell.number(row.sample().units()),
            Cell.text(row.sample().unit().text()),
            Cell.text(Objects.requireNonNullElse(row.conclusion().correction().text(), "none")),
            Cell.text(verdict.text()),
            Cell.text(row.conclusion().note()));
      }
    }
    return table.build();
  }

  /** Returns the table of how what levels do changes with another factor. */
  PaperTable interactions() {
    Builder table =
        new Builder(PaperTables.INTERACTIONS, "How what a level does changes with another factor")
            .groups(
                "%s: %s to %s, at %s: %s to %s",
                "factor", "baseline", "level", "other factor", "other baseline", "other level")
            .texts("measure")
            .estimates("difference")
            .numbers("p adjusted")
            .counts("units")
            .texts("verdict");
    for (Effect effect : data.effects()) {
      EffectRow row = effect.row();
      Comparison.Change other = row.comparison().other();
      if (other != null && row.sample().pairs() > 0) {
        Comparison.Change change = row.comparison().change();
        table.row(
            Cell.text(change.factor()),
            Cell.text(change.baseline()),
            Cell.text(change.level()),
            Cell.text(other.factor()),
            Cell.text(other.baseline()),
            Cell.text(other.level()),
            Cell.text(row.comparison().metric()),
            Cell.estimate(row.estimate().difference(), row.estimate().interval()),
            Cell.number(row.conclusion().pAdjusted()),
            Cell.number(row.sample().units()),
            Cell.text(row.conclusion().verdict().text()));
      }
    }
    return table.build();
  }

  /**
   * Returns the means of every measure at every level, with intervals of the differences to the
   * baseline. The best is marked where a level is told from the baseline.
   */
  PaperTable levels(Factor factor) {
    List<String> others = new ArrayList<>(factor.levels());
    others.remove(factor.baseline());
    Builder table =
        new Builder(
                PaperTables.levels(factor),
                "%s: means, and differences to %s with intervals"
                    .formatted(factor.name(), factor.baseline()))
            .texts("measure", "better")
            .numbers(factor.baseline());
    others.forEach(
        level -> table.numbers(level).estimates("%s minus %s".formatted(level, factor.baseline())));
    Map<String, Map<String, EffectRow>> byMetric = new LinkedHashMap<>();
    for (Effect effect : data.effects()) {
      Comparison comparison = effect.row().comparison();
      Comparison.Change change = comparison.change();
      if (!comparison.isInteraction()
          && change.factor().equals(factor.name())
          && change.baseline().equals(factor.baseline())) {
        byMetric
            .computeIfAbsent(comparison.metric(), m -> new LinkedHashMap<>())
            .put(change.level(), effect.row());
      }
    }
    byMetric.forEach((metric, rows) -> table.row(cells(metric, rows, others)));
    return table.build();
  }

  private static List<Cell> cells(String metric, Map<String, EffectRow> rows, List<String> others) {
    EffectRow any = rows.values().iterator().next();
    Direction direction = any.comparison().direction();
    int sign = direction == Direction.LOWER_IS_BETTER ? -1 : 1;
    boolean isTold =
        direction != Direction.NEUTRAL
            && rows.values().stream()
                .map(row -> row.conclusion().verdict())
                .anyMatch(v -> v == EffectVerdict.BETTER || v == EffectVerdict.WORSE);
    double best = sign * any.estimate().baselineMean();
    for (EffectRow row : rows.values()) {
      best = Math.max(best, sign * row.estimate().levelMean());
    }
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(metric));
    cells.add(Cell.text(direction.text()));
    double baseline = any.estimate().baselineMean();
    cells.add(Cell.number(baseline).best(isTold && sign * baseline == best));
    for (String level : others) {
      EffectRow row = rows.get(level);
      if (row == null) {
        cells.add(Cell.number(Double.NaN));
        cells.add(Cell.number(Double.NaN));
      } else {
        double mean = row.estimate().levelMean();
        cells.add(Cell.number(mean).best(isTold && sign * mean == best));
        cells.add(Cell.estimate(row.estimate().difference(), row.estimate().interval()));
      }
    }
    return cells;
  }
}
