package io.facesweep.report;

import java.util.List;

/** The trials as drawings and tables that filter each other. */
final class ExplorePage {
  static final String FILE = "explore.html";

  private static final List<String> SCRIPTS =
      List.of(
          "data",
          "page",
          "state",
          "model",
          "marks",
          "scales",
          "pen",
          "parallel",
          "scatter",
          "filters",
          "heat",
          "cells",
          "list",
          "explore",
          "report.js");

  private ExplorePage() {}

  static byte[] write(Contents contents) {
    SweepData data = contents.data();
    Markup page = begin("Explore " + data.name(), SCRIPTS);
    page.open("header", "class", "top").open("p", "class", "eyebrow");
    page.element("a", "FaceSweep report", "href", "index.html").text(" / explore").close();
    page.open("h1").foreign(data.name()).close();
    page.open("nav", "aria-label", "Sections").open("ul");
    link(page, "#trials-drawn", "All at once");
    link(page, "#against", "One against another");
    link(page, "#two", "Two factors");
    if (!data.importance().isEmpty()) {
      link(page, ImportanceSection.ANCHOR, "What matters");
    }
    link(page, "#combinations", "Combinations");
    link(page, "#list-section", "Trials");
    link(page, ComparePage.FILE, "Compare two");
    page.close("nav").close("header");
    bar(page, contents);
    page.open("main", "id", "content", "tabindex", "-1").line();
    page.open("noscript");
    page.element(
        "p", "This page needs scripts; the tables of the report do not.", "class", "limits");
    page.close("noscript");
    drawn(page);
    against(page);
    section(page, "two", "Two factors", "The mean of a measure at each two levels.");
    page.element("div", "", "id", "heat-choices", "class", "choices");
    scroll(page, "heat", "Mean of a measure at the levels of two factors").close("section");
    ImportanceSection.write(page, data);
    section(
        page,
        "combinations",
        "Combinations",
        "What is equal but for the seed is one row; without a tick at prompt, prompts are averaged"
            + " too. The measures are those that are axes above.");
    page.element("div", "", "id", "cell-choices", "class", "choices");
    scroll(page, "cells", "Means by combination of levels").close("section");
    section(page, "list-section", "Trials", "", "Stars and notes are yours; sort by any column.");
    page.element("div", "", "id", "marks", "class", "choices");
    page.element("p", "", "id", "said", "role", "status");
    scroll(page, "list", "Table of the trials").close("section");
    return PageFrame.end(page, data);
  }

  /** Begins a page with the styles that both pages add. */
  static Markup begin(String title, List<String> scripts) {
    String[] files =
        scripts.stream()
            .map(name -> name.contains(".") ? name : ExploreFiles.FOLDER + name + ".js")
            .toArray(String[]::new);
    Markup page = PageFrame.begin(title + " – FaceSweep", "", files);
    return page.empty("link", "rel", "stylesheet", "href", ExploreFiles.STYLES).line();
  }

  static void bar(Markup page, Contents contents) {
    page.open("section", "class", "bar", "aria-label", "Display");
    PageFrame.viewChooser(page, contents.views());
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
  }

  private static void link(Markup page, String to, String text) {
    page.open("li").element("a", text, "href", to).close();
  }

  static void section(Markup page, String id, String title, String words) {
    section(page, id, title, words, "");
  }

  /**
   * Begins a section.
   *
   * @param hint what can be done with it, which paper is not told
   */
  private static void section(Markup page, String id, String title, String words, String hint) {
    page.open("section", "id", id, "aria-labelledby", id + "-title");
    page.element("h2", title, "id", id + "-title");
    page.open("p", "class", "prose").text(words);
    if (!hint.isEmpty()) {
      page.text(words.isEmpty() ? "" : " ").element("span", hint, "class", "on-screen");
    }
    page.close();
  }

  private static Markup scroll(Markup page, String id, String words) {
    return page.element(
        "div",
        "",
        "id",
        id,
        "class",
        "scroll",
        "tabindex",
        "0",
        "role",
        "region",
        "aria-label",
        words);
  }

  private static void drawn(Markup page) {
    section(
        page,
        "trials-drawn",
        "All at once",
        "A line is a trial.",
        "Drag along an axis to keep the trials that cross it there, click to let"
            + " go; the fields below do the same. Whatever is kept here is kept on the whole"
            + " page.");
    plot(page, "parallel", "Parallel coordinates");
    page.open("p", "class", "choices");
    page.element("span", "", "id", "shown", "aria-live", "polite");
    page.element("button", "Show all", "type", "button", "id", "clear", "hidden", "hidden");
    page.element("button", "Save SVG", "type", "button", "id", "save-parallel").close();
    page.element("div", "", "id", "axes", "class", "choices").close("section");
  }

  private static void against(Markup page) {
    section(
        page,
        "against",
        "One against another",
        "Any measure against any other: quality against cost. Ringed is what no other trial beats"
            + " in both.",
        "Click a trial to see it.");
    page.element("div", "", "id", "scatter-choices", "class", "choices");
    page.open("div", "class", "with-front");
    plot(page, "scatter", "Scatter of two measures");
    page.element("div", "", "id", "front", "class", "quiet").close();
    page.element("div", "", "id", "picked", "class", "picked", "hidden", "hidden");
    page.element("p", "", "id", "picks", "role", "status", "hidden", "hidden").close("section");
  }

  private static void plot(Markup page, String id, String words) {
    page.open("div", "class", "plot", "tabindex", "0", "role", "region", "aria-label", words);
    page.element("canvas", "", "id", id, "role", "img", "aria-label", words).close();
  }
}
