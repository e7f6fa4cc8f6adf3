package io.facesweep.spark;

import io.facesweep.tables.Tables;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run of a sweep ended.
 *
 * @param sweep its name
 * @param stages how many distinct stages its trials have
 * @param stagesDoneBefore how many of them were there already
 * @param stagesRun how many this run has finished
 * @param decidedAfter after how many prompts the sweep was decided and ended; 0 if it ran to its
 *     end
 * @param problems records that could not be trusted and the like, a line each
 * @param tables what was written, and how many trials are done and failed
 */
public record SweepResult(
    String sweep,
    int stages,
    int stagesDoneBefore,
    int stagesRun,
    int decidedAfter,
    List<String> problems,
    Tables.Summary tables) {
  public SweepResult {
    problems = List.copyOf(problems);
  }

  /** Trials that neither are done nor failed: a run that stops at a failure leaves some. */
  public int notRun() {
    return tables.trials() - tables.done() - tables.failed();
  }

  public SweepExit exit() {
    boolean isWhole = decidedAfter > 0 ? tables.failed() == 0 : tables.done() == tables.trials();
    return isWhole ? SweepExit.DONE : SweepExit.TRIALS_FAILED;
  }

  /** A few lines for people. */
  public String summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Sweep %s: %d of %d trials done, %d failed, %d not run"
            .formatted(sweep, tables.done(), tables.trials(), tables.failed(), notRun()));
    lines.add(
        "Stages: %d, of which %d were there before and %d were finished now"
            .formatted(stages, stagesDoneBefore, stagesRun));
    if (decidedAfter > 0) {
      lines.add(
          "Decided after %d prompts: the trials of the others are not run (run.stop-when)"
              .formatted(decidedAfter));
    }
    tables.failures().forEach(failure -> lines.add("Failed: " + failure));
    if (tables.failed() > tables.failures().size()) {
      lines.add("... and %d more".formatted(tables.failed() - tables.failures().size()));
    }
    if (tables.failed() > 0) {
      lines.add("To try failed trials again: -o run.retry-failed=true");
    }
    lines.addAll(problems);
    lines.add("Tables: " + tables.uri());
    return String.join(System.lineSeparator(), lines);
  }
}
