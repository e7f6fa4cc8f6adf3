package io.facesweep.report;

import io.facesweep.tables.StartComparison;

/**
 * What trials have before their first step, beside what they come to: whether doing nothing wins.
 */
final class StartSection {
  private StartSection() {}

  static void write(Markup page, SweepData data) {
    if (data.starts().isEmpty()) {
      return;
    }
    page.open("section", "id", "starts", "aria-labelledby", "starts-title");
    page.element("h2", "Doing nothing", "id", "starts-title");
    page.element(
        "p",
        "What the measures say of the trials before their first step, and at their end. Where the"
            + " start scores better, a level that scores better may just change less: its verdict"
            + " says “less change” instead of “better”.",
        "class",
        "prose");
    PageFrame.table(page, "design", "Trials before their first step and at their end");
    page.open("thead").open("tr");
    for (String title : new String[] {"measure", "start", "trained", "who wins", "trials"}) {
      page.element("th", title, "scope", "col");
    }
    page.close("thead").open("tbody");
    for (StartComparison comparison : data.starts()) {
      page.open("tr").open("th", "scope", "row").open("code").foreign(comparison.metric());
      page.close().close();
      page.element("td", Numbers.plain(comparison.start()));
      page.element("td", Numbers.plain(comparison.trained()));
      page.element("td", comparison.winner());
      page.element("td", "" + comparison.trials()).close("tr");
    }
    page.close("table").close("div").close("section");
  }
}
