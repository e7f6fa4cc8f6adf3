package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.report.PaperTable.Builder;
import io.facesweep.report.PaperTable.Cell;
import io.facesweep.tables.CellDiversity;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.StartComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The tables of a report for those who write about it. */
final class PaperTables {
  static final String ANSWERS = "answers";
  static final String EFFECTS = "effects";
  static final String INTERACTIONS = "interactions";
  static final String STARTS = "starts";
  static final String DIVERSITY = "diversity";
  static final String FAILURES = "failures";
  static final String TRIALS = "trials";
  static final String DESIGN = "design";

  private final SweepData data;

  private PaperTables(SweepData data) {
    this.data = data;
  }

  /** Returns all tables that have rows, those of answers first. */
  static List<PaperTable> of(SweepData data) {
    return new PaperTables(data).all();
  }

  /** Returns the name of the table of a factor's levels. */
  static String levels(Factor factor) {
    return "levels-" + PlainText.fileName(factor.name());
  }

  private List<PaperTable> all() {
    List<PaperTable> tables = new ArrayList<>();
    tables.add(
        effects(
            ANSWERS,
            "What each level does to the measures that decide",
            row ->
                !row.comparison().isInteraction()
                    && data.confirmatory().contains(row.comparison().metric())));
    for (Factor factor : data.factors()) {
      if (factor.levels().size() > 1) {
        tables.add(levelsOf(factor));
      }
    }
    tables.add(
        effects(
            EFFECTS,
            "What each level does to every measure",
            row -> !row.comparison().isInteraction()));
    tables.add(interactions());
    tables.add(starts());
    tables.add(diversity());
    tables.add(design());
    tables.add(failures());
    tables.add(trials());
    tables.removeIf(table -> table.rows().isEmpty());
    return tables;
  }

  private interface Choice {
    boolean has(EffectRow row);
  }

  private PaperTable effects(String file, String caption, Choice choice) {
    Builder table =
        new Builder(file, caption)
            .texts("factor", "baseline", "level", "measure")
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
      if (choice.has(row)) {
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

  private PaperTable interactions() {
    Builder table =
        new Builder(INTERACTIONS, "How what a level does changes with another factor")
            .texts("factor", "baseline", "level", "other factor", "other baseline", "other level")
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
   * Means of every measure at every level, with intervals of the differences to the baseline. The
   * best is marked where a level is told from the baseline.
   */
  private PaperTable levelsOf(Factor factor) {
    List<String> others = new ArrayList<>(factor.levels());
    others.remove(factor.baseline());
    Builder table =
        new Builder(
                levels(factor),
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
    byMetric.forEach((metric, rows) -> table.row(levels(metric, rows, others)));
    return table.build();
  }

  private static List<Cell> levels(
      String metric, Map<String, EffectRow> rows, List<String> others) {
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

  private PaperTable starts() {
    Builder table =
        new Builder(STARTS, "Trials before their first step and at their end")
            .texts("measure")
            .numbers("start", "trained")
            .texts("who wins")
            .counts("trials");
    for (StartComparison start : data.starts()) {
      table.row(
          Cell.text(start.metric()),
          Cell.number(start.start()).best(start.winner().equals("start")),
          Cell.number(start.trained()).best(start.winner().equals("trained")),
          Cell.text(start.winner()),
          Cell.number(start.trials()));
    }
    return table.build();
  }

  private PaperTable diversity() {
    Builder table = new Builder(DIVERSITY, "Diversity of each combination of levels");
    data.factors().forEach(factor -> table.texts(factor.name()));
    table.counts("trials").numbers("of prompts", "of seeds");
    for (CellDiversity cell : data.diversity()) {
      List<Cell> cells = new ArrayList<>();
      data.factors()
          .forEach(
              factor ->
                  cells.add(Cell.text(cell.factors().getOrDefault(factor.name(), Numbers.NONE))));
      cells.add(Cell.number(cell.trials()));
      cells.add(Cell.number(cell.amongPrompts()));
      cells.add(Cell.number(cell.amongSeeds()));
      table.row(cells);
    }
    return table.build();
  }

  private PaperTable design() {
    Builder table = new Builder(DESIGN, "What was varied").texts("factor", "levels", "baseline");
    for (Factor factor : data.factors()) {
      table.row(
          Cell.text(factor.name()),
          Cell.text(String.join(", ", factor.levels())),
          Cell.text(factor.baseline()));
    }
    return table.build();
  }

  private PaperTable failures() {
    Builder table =
        new Builder(FAILURES, "Trials that failed")
            .counts("trial")
            .texts("prompt")
            .counts("seed")
            .texts("where", "why");
    for (ReportTrial trial : data.trials()) {
      if (trial.isFailed()) {
        table.row(
            Cell.number(trial.index()),
            Cell.text(trial.prompt()),
            Cell.number(trial.seed()),
            Cell.text(SummarySection.where(trial)),
            Cell.text(SummarySection.why(trial)));
      }
    }
    return table.build();
  }

  private PaperTable trials() {
    Builder table =
        new Builder(TRIALS, "Every trial with its settings, status and measures")
            .counts("trial")
            .texts("prompt")
            .counts("seed");
    data.factors().forEach(factor -> table.texts(factor.name()));
    table.texts("status").numbers("cost seconds");
    Set<String> metrics = new LinkedHashSet<>();
    data.trials().forEach(trial -> metrics.addAll(trial.metrics().keySet()));
    List<String> deciding = data.confirmatory();
    for (String name : metrics) {
      if (deciding.contains(name)) {
        table.numbers(name);
      } else {
        table.detailNumbers(name);
      }
    }
    for (ReportTrial trial : data.trials()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.number(trial.index()));
      cells.add(Cell.text(trial.prompt()));
      cells.add(Cell.number(trial.seed()));
      trial.levels().forEach(level -> cells.add(Cell.text(level)));
      cells.add(Cell.text(trial.status().text()));
      cells.add(Cell.number(trial.cost()));
      metrics.forEach(
          name -> cells.add(Cell.number(trial.metrics().getOrDefault(name, Double.NaN))));
      table.row(cells);
    }
    return table.build();
  }
}
