package io.facesweep.report;

/** What the page has for those who write about the sweep. */
final class PaperSection {
  private PaperSection() {}

  static void write(Markup page, PaperFiles paper) {
    page.open("section", "id", "paper", "aria-labelledby", "paper-title");
    page.element("h2", "For a paper", "id", "paper-title");
    page.element("h3", "How it was done");
    page.open("div", "class", "prose methods");
    paper.methods().forEach(text -> page.open("p").foreign(text).close());
    page.close("div").open("p").text("As ");
    link(page, PaperFiles.METHODS + ".txt", "text");
    page.text(", ");
    link(page, PaperFiles.METHODS + ".tex", "LaTeX");
    page.text("; what was used comes from ");
    link(page, PaperFiles.REFERENCES, "these sources (BibTeX)");
    page.text(".").close();
    page.element("h3", "Tables and pictures");
    PageFrame.table(page, "facts", "Files of this report for a paper");
    page.open("thead").open("tr").element("th", "what", "scope", "col");
    page.element("th", "rows", "scope", "col", "class", "number");
    page.element("th", "as", "scope", "col").close("thead").open("tbody");
    for (PaperTable table : paper.tables()) {
      page.open("tr").open("th", "scope", "row").foreign(table.caption()).close();
      page.element("td", table.rows().size(), "class", "number").open("td");
      PageFrame.tableFiles(page, table.file());
      page.close().close("tr");
    }
    for (String picture : paper.pictures()) {
      String name = picture.substring(picture.lastIndexOf('/') + 1);
      page.open("tr").open("th", "scope", "row");
      page.text("Pictures at print size, 300 dots an inch").close();
      page.element("td", "", "class", "number").open("td");
      link(page, picture, name);
      page.close().close("tr");
    }
    page.close("table").close("div");
    page.element(
        "p",
        "Each chart has a button that saves it as SVG. CSV has all digits; in Markdown and LaTeX"
            + " the best is bold where it is told from the other. d is the difference in standard"
            + " deviations of the units' differences.",
        "class",
        "quiet");
    page.close("section");
  }

  private static void link(Markup page, String file, String text) {
    page.element("a", text, "href", file, "download", "");
  }
}
