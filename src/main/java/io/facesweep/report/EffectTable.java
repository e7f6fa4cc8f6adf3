package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.metrics.Metrics;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.Conclusion;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.Sample;
import java.util.List;
import java.util.stream.Collectors;

/** Effects as a table whose rows hold a drawing each. */
final class EffectTable {
  private EffectTable() {}

  /**
   * @param effects of one contrast, a metric each
   */
  static void write(Markup page, String caption, List<Effect> effects) {
    Comparison first = effects.get(0).row().comparison();
    boolean isInteraction = first.isInteraction();
    PageFrame.table(page, "effects", caption);
    page.open("thead").open("tr").element("th", "metric", "scope", "col");
    if (!isInteraction) {
      page.element("th", first.change().baseline(), "scope", "col", "class", "number level");
      page.element("th", first.change().level(), "scope", "col", "class", "number level");
    }
    page.open("th", "scope", "col", "class", "number").text("difference");
    page.element("span", "95 % interval", "class", "small").close();
    if (!isInteraction) {
      page.open("th", "scope", "col", "class", "number").text("relative");
      page.element("span", "and in standard deviations", "class", "small").close();
    }
    boolean hasBetter =
        effects.stream().anyMatch(e -> e.row().comparison().direction() != Direction.NEUTRAL);
    page.open("th", "scope", "col");
    page.element("span", hasBetter ? "← worse" : "← smaller", "class", "worse");
    page.element("span", hasBetter ? "better →" : "larger →", "class", "better").close();
    page.element("th", "p, adjusted", "scope", "col", "class", "number");
    if (!isInteraction) {
      page.element("th", "improves", "scope", "col", "class", "number");
    }
    page.element("th", "verdict", "scope", "col").close("thead").open("tbody");
    effects.forEach(effect -> row(page, effect, isInteraction));
    page.close("table").close("div");
  }

  private static void row(Markup page, Effect effect, boolean isInteraction) {
    EffectRow row = effect.row();
    String metric = row.comparison().metric();
    Estimate estimate = row.estimate();
    Conclusion conclusion = row.conclusion();
    String definition = Metrics.named(metric).map(Metric::definition).orElse("");
    page.open("tr").open("th", "scope", "row");
    page.open("a", "class", "metric", "href", "#metric-" + metric, "title", definition);
    page.open("code").text(metric).close().close();
    page.element("span", arrow(row.comparison().direction()), "class", "direction").close();
    if (!isInteraction) {
      page.element("td", Numbers.plain(estimate.baselineMean()), "class", "number level");
      page.element("td", Numbers.plain(estimate.levelMean()), "class", "number level");
    }
    page.open("td", "class", "number").text(Numbers.signed(estimate.difference()));
    if (estimate.interval().exists()) {
      page.element("span", words(estimate.interval()), "class", "quiet small");
    }
    page.close();
    if (!isInteraction) {
      double standardised = EffectSize.standardised(row);
      page.open("td", "class", "number").text(relative(row));
      page.element(
          "span",
          Double.isFinite(standardised) ? "d " + Numbers.signed(standardised) : "",
          "class",
          "quiet small");
      page.close();
    }
    page.open("td");
    EffectChart.draw(page, effect);
    page.close();
    number(page, Numbers.p(conclusion.pAdjusted()));
    if (!isInteraction) {
      number(
          page,
          conclusion.verdict() == EffectVerdict.UNCHANGED
              ? Numbers.NONE
              : Numbers.percent(estimate.improvement())
                  + (row.comparison().direction() == Direction.NEUTRAL ? " larger" : ""));
    }
    EffectVerdict verdict = conclusion.verdict();
    page.open("td");
    page.element("span", verdict.text(), "class", "verdict " + EffectChart.tone(verdict));
    page.element("span", amount(row.sample()), "class", "quiet small");
    String note = note(conclusion);
    if (!note.isEmpty()) {
      page.element("span", note, "class", "quiet small");
    }
    page.close("tr");
  }

  /** Returns the difference as a share of the mean at the baseline. */
  private static String relative(EffectRow row) {
    double share = EffectSize.relative(row);
    return Double.isFinite(share)
        ? (share > 0 ? "+" : share < 0 ? "−" : "") + Numbers.percent(Math.abs(share))
        : Numbers.NONE;
  }

  /** Returns the interval to the two digits that it is good for. */
  private static String words(Interval interval) {
    double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
    return "%s … %s"
        .formatted(
            Numbers.signed(interval.low(), largest), Numbers.signed(interval.high(), largest));
  }

  /** What limits the row, but for what {@link #amount} and the verdict tell already. */
  private static String note(Conclusion conclusion) {
    if (conclusion.verdict() == EffectVerdict.UNCHANGED) {
      return "";
    }
    return List.of(conclusion.note().split("; ", -1)).stream()
        .filter(part -> !part.contains(" pairs left out"))
        .collect(Collectors.joining("; "));
  }

  private static String amount(Sample sample) {
    String unit = sample.unit().text() + (sample.units() == 1 ? "" : "s");
    String pairs =
        sample.missing() == 0
            ? "" + sample.pairs()
            : sample.pairs() + " of " + (sample.pairs() + sample.missing());
    return "%s pairs, %d %s".formatted(pairs, sample.units(), unit);
  }

  private static void number(Markup page, String text) {
    page.element("td", text, "class", "number");
  }

  /** Which end is better, as a word. */
  static String arrow(Direction direction) {
    return switch (direction) {
      case HIGHER_IS_BETTER -> " higher is better";
      case LOWER_IS_BETTER -> " lower is better";
      case NEUTRAL -> " describes";
    };
  }
}
