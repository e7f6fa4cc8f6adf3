package io.facesweep.report;

import io.facesweep.tables.CellDiversity;

/** How different the heads of each combination of levels look. */
final class DiversitySection {
  private DiversitySection() {}

  static void write(Markup page, SweepData data) {
    if (data.diversity().isEmpty()) {
      return;
    }
    page.open("section", "id", "diversity", "aria-labelledby", "diversity-title");
    page.element("h2", "Diversity", "id", "diversity-title");
    page.element(
        "p",
        "How different heads look: the root of the mean squared difference between two small"
            + " pictures of the front, 0 to 1, over all pairs of different prompts, and of"
            + " different seeds of a prompt. Where it falls, they come to the same face.",
        "class",
        "prose");
    PageFrame.table(page, "design", "Diversity of each combination of levels");
    page.open("thead").open("tr");
    data.factors().forEach(factor -> page.element("th", factor.name(), "scope", "col"));
    for (String title : new String[] {"trials", "of prompts", "of seeds"}) {
      page.element("th", title, "scope", "col");
    }
    page.close("thead").open("tbody");
    for (CellDiversity cell : data.diversity()) {
      page.open("tr");
      data.factors()
          .forEach(
              factor ->
                  page.open("td")
                      .foreign(cell.factors().getOrDefault(factor.name(), Numbers.NONE))
                      .close());
      page.element("td", "" + cell.trials());
      page.element("td", Numbers.plain(cell.amongPrompts()));
      page.element("td", Numbers.plain(cell.amongSeeds())).close("tr");
    }
    page.close("table").close("div").close("section");
  }
}
