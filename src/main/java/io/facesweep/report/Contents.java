package io.facesweep.report;

import io.facesweep.analysis.Factor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sweep's data together with what the report's folder has of its files. */
final class Contents {
  private record Cell(String prompt, long seed, List<String> levels) {}

  private final SweepData data;
  private final ViewNames views;
  private final Map<String, StageExport> exports;
  private final Map<Cell, ReportTrial> byCell = new HashMap<>();

  Contents(SweepData data, ViewNames views, Map<String, StageExport> exports) {
    this.data = data;
    this.views = views;
    this.exports = exports;
    for (ReportTrial trial : data.trials()) {
      byCell.putIfAbsent(new Cell(trial.prompt(), trial.seed(), trial.levels()), trial);
    }
  }

  SweepData data() {
    return data;
  }

  ViewNames views() {
    return views;
  }

  StageExport export(@Nullable String stage) {
    return stage == null
        ? StageExport.NOTHING
        : exports.getOrDefault(stage, StageExport.NOTHING);
  }

  /** The strip of a trial's textured views. */
  @Nullable String textured(ReportTrial trial) {
    return export(trial.textureStage()).textured();
  }

  /** The strip of a trial's grey views: its geometry stage's, or its only stage's. */
  @Nullable String grey(ReportTrial trial) {
    String grey = export(trial.geometryStage()).grey();
    return grey == null ? export(trial.textureStage()).grey() : grey;
  }

  /** The script with a trial's mesh: with its texture if it has one. */
  @Nullable String head(ReportTrial trial) {
    String head = export(trial.textureStage()).head();
    return head == null ? export(trial.geometryStage()).head() : head;
  }

  /** The stage that {@link #head} is of. */
  @Nullable String headStage(ReportTrial trial) {
    return export(trial.textureStage()).head() == null
        ? trial.geometryStage()
        : trial.textureStage();
  }

  /** The trial of these levels. */
  @Nullable ReportTrial trial(String prompt, long seed, List<String> levels) {
    return byCell.get(new Cell(prompt, seed, levels));
  }

  /**
   * Levels of all factors to show a factor at: the baselines, or where those were not run at most
   * of its levels, those that were run at more.
   *
   * @param factor number of the factor; its own level in the answer is of no account
   */
  List<String> shownLevels(int factor) {
    List<String> best = data.factors().stream().map(Factor::baseline).toList();
    int most = levelsThere(factor, best);
    for (ReportTrial trial : data.trials()) {
      if (most == data.factors().get(factor).levels().size()) {
        break;
      }
      int there = levelsThere(factor, trial.levels());
      if (there > most) {
        most = there;
        best = trial.levels();
      }
    }
    return best;
  }

  private int levelsThere(int factor, List<String> levels) {
    int there = 0;
    for (String level : data.factors().get(factor).levels()) {
      List<String> at = with(levels, factor, level);
      boolean isThere =
          data.prompts().stream()
              .anyMatch(
                  prompt -> data.seeds().stream().anyMatch(s -> trial(prompt, s, at) != null));
      there += isThere ? 1 : 0;
    }
    return there;
  }

  /** The levels with one of them replaced. */
  static List<String> with(List<String> levels, int factor, String level) {
    List<String> changed = new ArrayList<>(levels);
    changed.set(factor, level);
    return changed;
  }

  /** All files that could not be had, a line each. */
  List<String> missingFiles() {
    return exports.values().stream().flatMap(e -> e.missing().stream()).sorted().toList();
  }
}
