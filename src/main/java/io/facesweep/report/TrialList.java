package io.facesweep.report;

import io.facesweep.analysis.Factor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All trials, which links narrow down: {@code #trials?texture.depth-control=true&status=done}. */
final class TrialList {
  /** So many are in the page; its script shows others. */
  static final int ROWS = 500;

  private TrialList() {}

  /** A link to the trials at a level of a factor. */
  static String filter(String key, String value) {
    return "#trials?" + encode(key) + "=" + encode(value);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static void write(Markup page, Contents contents) {
    SweepData data = contents.data();
    page.open("section", "id", "trials", "aria-labelledby", "trials-title");
    page.element("h2", "Trials", "id", "trials-title");
    page.open("div", "class", "choices", "id", "filters");
    for (int i = 0; i < data.factors().size(); i++) {
      Factor factor = data.factors().get(i);
      select(page, factor.name(), factor.levels());
    }
    if (data.prompts().size() > 1) {
      select(page, "prompt", data.prompts());
    }
    if (data.seeds().size() > 1) {
      select(page, "seed", data.seeds().stream().map(String::valueOf).toList());
    }
    select(
        page,
        "status",
        data.trials().stream().map(trial -> trial.status().text()).distinct().toList());
    page.close("div");
    page.element("p", shown(data.trials().size()), "id", "shown", "aria-live", "polite");
    PageFrame.table(page, "trials", "Every trial with its settings, status and cost");
    page.open("thead").open("tr");
    page.element("th", "trial", "scope", "col").element("th", "head", "scope", "col");
    page.element("th", "prompt", "scope", "col");
    page.element("th", "seed", "scope", "col", "class", "number");
    for (Factor factor : data.factors()) {
      page.open("th", "scope", "col").open("code").text(factor.name()).close().close();
    }
    page.element("th", "status", "scope", "col");
    page.element("th", "cost", "scope", "col", "class", "number");
    page.close("thead").open("tbody").line();
    List<ReportTrial> first = data.trials().subList(0, Math.min(ROWS, data.trials().size()));
    for (ReportTrial trial : first) {
      row(page, contents, trial);
    }
    page.close("table").close("div");
    if (first.size() < data.trials().size()) {
      page.element("button", "Show more", "type", "button", "id", "more", "hidden", "hidden");
    }
    page.close("section");
  }

  private static String shown(int count) {
    return "%d of %d trials".formatted(count, count);
  }

  private static void select(Markup page, String key, List<String> options) {
    page.open("label").element("span", key).open("select", "data-filter", key);
    page.element("option", "all", "value", "");
    for (String option : options) {
      page.element("option", option, "value", "=" + option, "dir", "auto");
    }
    page.close("label");
  }

  private static void row(Markup page, Contents contents, ReportTrial trial) {
    page.open("tr", "data-trial", trial.index()).open("th", "scope", "row");
    page.element("a", trial.index(), "href", trial.page()).close().open("td", "class", "thumb");
    String strip =
        contents.textured(trial) == null ? contents.grey(trial) : contents.textured(trial);
    if (strip != null) {
      Shots.one(page, strip, "", "");
    }
    page.close().open("td").foreign(trial.prompt()).close();
    page.element("td", trial.seed(), "class", "number");
    trial.levels().forEach(level -> page.open("td").foreign(level).close());
    String status = trial.status().text();
    page.open("td").element("span", status, "class", "status " + status);
    page.close().element("td", Numbers.seconds(trial.cost()), "class", "number");
    page.close("tr");
  }
}
