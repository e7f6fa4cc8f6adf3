package io.facesweep.analysis;

import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.Conclusion;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.StartComparison;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads verdicts against what trials have before their first step. Where doing nothing scores
 * better than the trained trials, a level that scores better may just change less: its verdict then
 * says so, and names no level as the better one.
 */
final class StartReading {
  private final Map<String, StartComparison> won = new HashMap<>();

  /**
   * @param comparisons of the sweep's measures with their starts
   */
  StartReading(List<StartComparison> comparisons) {
    comparisons.stream()
        .filter(StartComparison::startWins)
        .forEach(comparison -> won.put(comparison.metric(), comparison));
  }

  /** Returns an effect with the verdict that it has beside the start. */
  Effect read(Effect effect) {
    EffectRow row = effect.row();
    StartComparison start = won.get(row.comparison().metric());
    Conclusion said = row.conclusion();
    boolean isJudged =
        said.verdict() == EffectVerdict.BETTER || said.verdict() == EffectVerdict.WORSE;
    if (start == null || !isJudged || isBeyond(start, row)) {
      return effect;
    }
    EffectVerdict verdict =
        said.verdict() == EffectVerdict.BETTER
            ? EffectVerdict.LESS_CHANGE
            : EffectVerdict.MORE_CHANGE;
    String note =
        String.format(
            Locale.ROOT,
            "doing nothing scores better: %.3g against %.3g; read as change from the start",
            start.start(),
            start.trained());
    return effect.concluded(
        new Conclusion(
            said.p(),
            said.pAdjusted(),
            said.correction(),
            said.equivalence(),
            verdict,
            EffectNotes.append(said.note(), note)));
  }

  /** Whether the better side of a comparison is better than the start: then it did more. */
  private static boolean isBeyond(StartComparison start, EffectRow row) {
    double level = row.estimate().levelMean();
    double baseline = row.estimate().baselineMean();
    return start.direction() == Direction.HIGHER_IS_BETTER
        ? Math.max(level, baseline) > start.start()
        : Math.min(level, baseline) < start.start();
  }
}
