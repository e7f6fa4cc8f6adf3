package io.facesweep.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of effects: what one level of a factor does to one metric, against another
 * level; or, as an interaction, how that changes with a level of a second factor. Numbers that do
 * not exist are NaN here and null in the table.
 *
 * @param metric name of the column of {@code trials} without {@code metric_}
 * @param direction {@code higher}, {@code lower} (is better) or {@code neutral}
 * @param kind {@code main} or {@code interaction}
 * @param factor axis key
 * @param baseline level that is compared with
 * @param level level that is compared
 * @param otherFactor of an interaction: the second axis key; else null
 * @param otherBaseline of an interaction: the second factor's baseline; else null
 * @param otherLevel of an interaction: the second factor's level; else null
 * @param pairs pairs of trials equal in all else; of an interaction, fours of them
 * @param missing pairs that are left out since a trial failed, did not run or lacks the metric
 * @param unit what is independent: {@code prompt}, or {@code seed} where there is one prompt
 * @param units how many there are
 * @param baselineMean mean at the baseline over the pairs, each unit counting the same
 * @param levelMean the same at the level
 * @param baselineIqm interquartile mean of the trials at the baseline
 * @param levelIqm the same at the level
 * @param effect mean difference, each unit counting the same
 * @param low lower end of its interval
 * @param high upper end
 * @param confidence of the interval, e.g. 0.95
 * @param interval {@code t}, {@code bca} or {@code percentile}; null where there is none
 * @param p two-sided sign-flip p value
 * @param pHolm {@code p} after Holm's correction among all effects of its kind on its metric
 * @param improvement share of pairs in which the level is better, ties half, each unit counting the
 *     same; of a neutral metric, in which it is larger
 * @param verdict {@code better}, {@code worse}, {@code larger}, {@code smaller}, {@code unclear},
 *     {@code unchanged}, {@code too few pairs} or {@code no pairs}
 * @param note what limits the row, in words; empty if nothing does
 */
public record EffectRow(
    String metric,
    String direction,
    String kind,
    String factor,
    String baseline,
    String level,
    @Nullable String otherFactor,
    @Nullable String otherBaseline,
    @Nullable String otherLevel,
    int pairs,
    int missing,
    String unit,
    int units,
    double baselineMean,
    double levelMean,
    double baselineIqm,
    double levelIqm,
    double effect,
    double low,
    double high,
    double confidence,
    @Nullable String interval,
    double p,
    double pHolm,
    double improvement,
    String verdict,
    String note) {

  /** The row after a correction of its p value. */
  public EffectRow corrected(double corrected, String conclusion) {
    return new EffectRow(
        metric,
        direction,
        kind,
        factor,
        baseline,
        level,
        otherFactor,
        otherBaseline,
        otherLevel,
        pairs,
        missing,
        unit,
        units,
        baselineMean,
        levelMean,
        baselineIqm,
        levelIqm,
        effect,
        low,
        high,
        confidence,
        interval,
        p,
        corrected,
        improvement,
        conclusion,
        note);
  }

  static List<Column<EffectRow>> columns() {
    return List.of(
        new Column<>("metric", ColumnType.TEXT, EffectRow::metric),
        new Column<>("direction", ColumnType.TEXT, EffectRow::direction),
        new Column<>("kind", ColumnType.TEXT, EffectRow::kind),
        new Column<>("factor", ColumnType.TEXT, EffectRow::factor),
        new Column<>("baseline", ColumnType.TEXT, EffectRow::baseline),
        new Column<>("level", ColumnType.TEXT, EffectRow::level),
        new Column<>("other_factor", ColumnType.TEXT, EffectRow::otherFactor),
        new Column<>("other_baseline", ColumnType.TEXT, EffectRow::otherBaseline),
        new Column<>("other_level", ColumnType.TEXT, EffectRow::otherLevel),
        new Column<>("pairs", ColumnType.INT, EffectRow::pairs),
        new Column<>("missing_pairs", ColumnType.INT, EffectRow::missing),
        new Column<>("unit", ColumnType.TEXT, EffectRow::unit),
        new Column<>("units", ColumnType.INT, EffectRow::units),
        new Column<>("baseline_mean", ColumnType.DOUBLE, row -> finite(row.baselineMean)),
        new Column<>("level_mean", ColumnType.DOUBLE, row -> finite(row.levelMean)),
        new Column<>("baseline_iqm", ColumnType.DOUBLE, row -> finite(row.baselineIqm)),
        new Column<>("level_iqm", ColumnType.DOUBLE, row -> finite(row.levelIqm)),
        new Column<>("effect", ColumnType.DOUBLE, row -> finite(row.effect)),
        new Column<>("low", ColumnType.DOUBLE, row -> finite(row.low)),
        new Column<>("high", ColumnType.DOUBLE, row -> finite(row.high)),
        new Column<>("confidence", ColumnType.DOUBLE, EffectRow::confidence),
        new Column<>("interval", ColumnType.TEXT, EffectRow::interval),
        new Column<>("p", ColumnType.DOUBLE, row -> finite(row.p)),
        new Column<>("p_holm", ColumnType.DOUBLE, row -> finite(row.pHolm)),
        new Column<>("improvement", ColumnType.DOUBLE, row -> finite(row.improvement)),
        new Column<>("verdict", ColumnType.TEXT, EffectRow::verdict),
        new Column<>("note", ColumnType.TEXT, EffectRow::note));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
