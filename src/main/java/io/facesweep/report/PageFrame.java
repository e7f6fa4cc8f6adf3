package io.facesweep.report;

/** What all pages have around them. */
final class PageFrame {
  /** Nothing from elsewhere, and no script that is written into a page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src data: blob:; base-uri 'none'; form-action 'none'";

  private PageFrame() {}

  /**
   * Begins a page; {@link #end} ends it.
   *
   * @param root path from the page to the report's folder, e.g. empty or {@code ../}
   * @param scripts of the page, relative to the report's folder
   */
  static Markup begin(String title, String root, String... scripts) {
    Markup page = new Markup().doctype();
    page.open("html", "lang", "en", "data-view", "0").open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.empty("meta", "name", "color-scheme", "content", "light dark").line();
    page.element("title", title).line();
    page.empty("link", "rel", "stylesheet", "href", root + "report.css").line();
    page.empty("link", "rel", "stylesheet", "href", root + "views.css").line();
    page.empty("link", "rel", "icon", "href", "data:,").line();
    for (String script : scripts) {
      page.element("script", "", "src", root + script, "defer", "defer").line();
    }
    page.close("head").open("body").line();
    page.element("a", "Skip to content", "class", "skip", "href", "#content").line();
    return page;
  }

  /** The choice of the view that all pictures on the page show. */
  static void viewChooser(Markup page, ViewNames views) {
    if (views.azimuths().size() < 2) {
      return;
    }
    page.open("fieldset", "class", "views").element("legend", "View");
    for (int i = 0; i < views.azimuths().size(); i++) {
      page.open("label");
      if (i == 0) {
        page.empty("input", "type", "radio", "name", "view", "value", i, "checked", "checked");
      } else {
        page.empty("input", "type", "radio", "name", "view", "value", i);
      }
      page.element("span", ViewNames.label(views.azimuths().get(i))).close();
    }
    page.close("fieldset");
  }

  /**
   * Opens a table that scrolls by itself where it is too wide; two elements to close.
   *
   * @param attributes of the table, names and values in turn
   */
  static void table(Markup page, String kind, String caption, Object... attributes) {
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    Object[] all = new Object[attributes.length + 2];
    all[0] = "class";
    all[1] = kind;
    System.arraycopy(attributes, 0, all, 2, attributes.length);
    page.open("table", all).element("caption", caption);
  }

  /**
   * Links to the files of a table.
   *
   * @param name of {@link PaperTable#file}
   */
  static void tableFiles(Markup page, String name) {
    String file = PaperFiles.FOLDER + name;
    page.open("span", "class", "files");
    page.element("a", "CSV", "href", file + ".csv", "download", "").text(" ");
    page.element("a", "Markdown", "href", file + ".md", "download", "").text(" ");
    page.element("a", "LaTeX", "href", file + ".tex", "download", "").close();
  }

  /** Ends a page. */
  static byte[] end(Markup page, SweepData data) {
    page.close("main");
    page.open("footer").open("p").text("FaceSweep report of sweep ").foreign(data.name());
    page.text(". It needs no network; facesweep report --zip packs it to be sent.").close("p");
    page.close("footer").close("body").close("html");
    return page.bytes();
  }
}
