package io.facesweep.report;

import java.util.List;

/** Any two trials, or a trial and what it was before its first step, and what differs. */
final class ComparePage {
  static final String FILE = "compare.html";

  private static final List<String> SCRIPTS =
      List.of(
          "three.js",
          "viewer.js",
          "data",
          "page",
          "state",
          "model",
          "scales",
          "pen",
          "stages",
          "overlay",
          "curves",
          "twins",
          "compare",
          "report.js");

  private ComparePage() {}

  static byte[] write(Contents contents) {
    SweepData data = contents.data();
    Markup page = ExplorePage.begin("Compare trials of " + data.name(), SCRIPTS);
    page.open("header", "class", "top").open("p", "class", "eyebrow");
    page.element("a", "FaceSweep report", "href", "index.html").text(" / compare").close();
    page.open("h1").element("span", "A", "class", "side-a").text(" and ");
    page.element("span", "B", "class", "side-b").close();
    page.open("nav", "aria-label", "Sections").open("ul");
    link(page, "#differences", "What differs");
    link(page, "#over", "One over the other");
    link(page, "#turning", "In three dimensions");
    link(page, "#measures", "Measures");
    link(page, "#steps", "Step curves");
    link(page, "#files", "Files");
    link(page, ExplorePage.FILE, "Explore");
    page.close("nav").close("header");
    page.open("section", "class", "bar", "aria-label", "Display");
    page.element("span", "", "id", "names", "aria-live", "polite");
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
    page.open("main", "id", "content", "tabindex", "-1").line();
    page.open("noscript");
    page.element(
        "p", "This page needs scripts; the tables of the report do not.", "class", "limits");
    page.close("noscript");
    page.open("section", "id", "differences", "aria-labelledby", "differences-title");
    page.element("h2", "What differs", "id", "differences-title");
    page.element("div", "", "id", "choose", "class", "sides");
    page.element("div", "", "id", "settings").close("section");
    part(page, "over", "One over the other", "views");
    part(page, "turning", "In three dimensions", "twins");
    part(page, "measures", "Measures", "numbers");
    part(page, "steps", "Step curves", "charts");
    part(page, "files", "Files", "assets");
    return PageFrame.end(page, data);
  }

  private static void link(Markup page, String to, String text) {
    page.open("li").element("a", text, "href", to).close();
  }

  private static void part(Markup page, String id, String title, String box) {
    page.open("section", "id", id, "aria-labelledby", id + "-title");
    page.element("h2", title, "id", id + "-title");
    page.element("div", "", "id", box).close("section");
  }
}
