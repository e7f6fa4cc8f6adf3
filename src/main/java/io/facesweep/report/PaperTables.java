package io.facesweep.report;

import io.facesweep.analysis.Factor;
import io.facesweep.report.PaperTable.Builder;
import io.facesweep.report.PaperTable.Cell;
import io.facesweep.tables.CellDiversity;
import io.facesweep.tables.StartComparison;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    PaperEffects effects = new PaperEffects(data);
    List<PaperTable> tables = new ArrayList<>();
    tables.add(
        effects.main(
            ANSWERS,
            "What each level does to the measures that decide",
            data.confirmatory()::contains));
    for (Factor factor : data.factors()) {
      if (factor.levels().size() > 1) {
        tables.add(effects.levels(factor));
      }
    }
    tables.add(effects.main(EFFECTS, "What each level does to every measure", metric -> true));
    tables.add(effects.interactions());
    tables.add(starts());
    tables.add(diversity());
    tables.add(design());
    tables.add(failures());
    tables.add(trials());
    tables.removeIf(table -> table.rows().isEmpty());
    return tables;
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
          Cell.number(start.start()),
          Cell.number(start.trained()),
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
