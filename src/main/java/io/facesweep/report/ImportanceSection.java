package io.facesweep.report;

import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.VarianceSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much of each measure's variance each factor explains: the table of importance, as it is. */
final class ImportanceSection {
  static final String ANCHOR = "#importance";

  private ImportanceSection() {}

  static void write(Markup page, SweepData data) {
    ExplorePage.section(
        page,
        "importance",
        "What matters",
        "How much of a measure's variance over the trials each thing explains: exact shares of the"
            + " sum of squares, which add up to 100 % in a row. In brackets the 95 % interval where"
            + " prompts are drawn again. The table importance has the same numbers. A share says"
            + " nothing of which way, nor is it a test: an interval never reaches below 0.");
    if (data.importance().isEmpty()) {
      page.element(
          "p",
          "There are no shares: it takes factors of which each two are crossed evenly, as all"
              + " combinations are, and measures that vary.",
          "class",
          "absent");
      page.close("section");
      return;
    }
    Map<String, List<ImportanceRow>> byMetric = new LinkedHashMap<>();
    data.importance()
        .forEach(row -> byMetric.computeIfAbsent(row.metric(), m -> new ArrayList<>()).add(row));
    PageFrame.table(page, "shares", "Share of the variance of each measure, in percent");
    page.open("thead").open("tr").element("th", "measure", "scope", "col");
    for (ImportanceRow row : byMetric.values().iterator().next()) {
      page.open("th", "scope", "col", "class", "number").breakable(title(row)).close();
    }
    page.element("th", "trials", "scope", "col", "class", "number");
    page.close("thead").open("tbody");
    byMetric.forEach((metric, rows) -> row(page, metric, rows));
    page.close("table").close("div").close("section");
  }

  private static void row(Markup page, String metric, List<ImportanceRow> rows) {
    page.open("tr").open("th", "scope", "row");
    page.open("a", "class", "metric", "href", "index.html#metric-" + metric);
    page.open("code").breakable(metric).close().close().close();
    for (ImportanceRow row : rows) {
      page.open("td", "class", "number").text(percent(row.share()));
      if (row.interval().exists()) {
        page.element(
            "span",
            "[%s, %s]".formatted(percent(row.interval().low()), percent(row.interval().high())),
            "class",
            "small quiet");
      }
      Svg bar = Svg.open(page, "share-bar", 60, 5, percent(row.share()) + " percent");
      bar.line("interval", 60 - 60 * row.share(), 2.5, 60, 2.5);
      bar.close();
      page.close();
    }
    ImportanceRow.Base sample = rows.get(0).sample();
    page.open("td", "class", "number").text(sample.trials());
    if (sample.missing() > 0) {
      page.element("span", sample.missing() + " left out", "class", "small quiet");
    }
    page.close("tr");
  }

  private static String title(ImportanceRow row) {
    return row.source() == VarianceSource.FACTOR
        ? "" + row.factor()
        : row.source() == VarianceSource.INTERACTION
            ? row.factor() + " × " + row.otherFactor()
            : row.source().text();
  }

  /** One decimal: what is smaller does not matter. */
  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
