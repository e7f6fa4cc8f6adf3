package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.tables.EffectRow;
import java.util.List;
import java.util.stream.Collectors;

/** Effects as a table whose rows hold a drawing each. */
final class EffectTable {
  private EffectTable() {}

  /**
   * @param effects of one contrast, a metric each
   */
  static void write(Markup page, String caption, List<Effect> effects) {
    EffectRow first = effects.get(0).row();
    boolean isInteraction = first.kind().equals("interaction");
    PageFrame.table(page, "effects", caption);
    page.open("thead").open("tr").element("th", "metric", "scope", "col");
    if (!isInteraction) {
      page.element("th", first.baseline(), "scope", "col", "class", "number level");
      page.element("th", first.level(), "scope", "col", "class", "number level");
    }
    page.open("th", "scope", "col", "class", "number").text("difference");
    page.element("span", "95 % interval", "class", "small").close();
    page.open("th", "scope", "col").element("span", "← worse", "class", "worse");
    page.element("span", "better →", "class", "better").close();
    page.element("th", "p (Holm)", "scope", "col", "class", "number");
    if (!isInteraction) {
      page.element("th", "improves", "scope", "col", "class", "number");
    }
    page.element("th", "verdict", "scope", "col").close("thead").open("tbody");
    effects.forEach(effect -> row(page, effect, isInteraction));
    page.close("table").close("div");
  }

  private static void row(Markup page, Effect effect, boolean isInteraction) {
    EffectRow row = effect.row();
    String definition = Metrics.named(row.metric()).map(Metric::definition).orElse("");
    page.open("tr").open("th", "scope", "row");
    page.open("a", "class", "metric", "href", "#metric-" + row.metric(), "title", definition);
    page.open("code").text(row.metric()).close().close();
    page.element("span", arrow(row.direction()), "class", "direction").close();
    if (!isInteraction) {
      page.element("td", Numbers.plain(row.baselineMean()), "class", "number level");
      page.element("td", Numbers.plain(row.levelMean()), "class", "number level");
    }
    page.open("td", "class", "number").text(Numbers.signed(row.effect()));
    if (Double.isFinite(row.low())) {
      page.element("span", interval(row), "class", "quiet small");
    }
    page.close().open("td");
    EffectChart.draw(page, effect);
    page.close();
    number(page, Numbers.p(row.pHolm()));
    if (!isInteraction) {
      number(
          page,
          row.verdict().equals("unchanged") ? Numbers.NONE : Numbers.percent(row.improvement()));
    }
    page.open("td").element("span", row.verdict(), "class", "verdict " + EffectChart.tone(row));
    page.element("span", amount(row), "class", "quiet small");
    String note = note(row);
    if (!note.isEmpty()) {
      page.element("span", note, "class", "quiet small");
    }
    page.close("tr");
  }

  /** To the two digits that an interval is good for. */
  private static String interval(EffectRow row) {
    double largest = Math.max(Math.abs(row.low()), Math.abs(row.high()));
    return "%s … %s"
        .formatted(Numbers.signed(row.low(), largest), Numbers.signed(row.high(), largest));
  }

  /** What limits the row, but for what {@link #amount} and the verdict tell already. */
  private static String note(EffectRow row) {
    if (row.verdict().equals("unchanged")) {
      return "";
    }
    return List.of(row.note().split("; ", -1)).stream()
        .filter(part -> !part.contains(" pairs left out"))
        .collect(Collectors.joining("; "));
  }

  private static String amount(EffectRow row) {
    String unit = row.units() == 1 ? row.unit() : row.unit() + "s";
    String pairs =
        row.missing() == 0
            ? "" + row.pairs()
            : row.pairs() + " of " + (row.pairs() + row.missing());
    return "%s pairs, %d %s".formatted(pairs, row.units(), unit);
  }

  private static void number(Markup page, String text) {
    page.element("td", text, "class", "number");
  }

  /** Which end is better, as a word. */
  static String arrow(String direction) {
    return switch (direction) {
      case "higher" -> " higher is better";
      case "lower" -> " lower is better";
      default -> " describes";
    };
  }
}
