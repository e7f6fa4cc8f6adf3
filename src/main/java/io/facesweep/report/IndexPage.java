package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.tables.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first page. */
final class IndexPage {
  private IndexPage() {}

  static byte[] write(Contents contents, List<String> notebooks) {
    SweepData data = contents.data();
    Markup page = PageFrame.begin(data.name() + " – FaceSweep", "", "trials.js", "report.js");
    page.open("header", "class", "top").element("p", "FaceSweep report", "class", "eyebrow");
    page.open("h1").foreign(data.name()).close();
    page.open("nav", "aria-label", "Sections").open("ul");
    link(page, "#summary", "Summary");
    if (!data.starts().isEmpty()) {
      link(page, "#starts", "Doing nothing");
    }
    for (int i = 0; i < data.factors().size(); i++) {
      page.open("li").open("a", "href", "#factor-" + i);
      page.open("code").text(data.factors().get(i).name()).close().close().close();
    }
    Map<String, List<Effect>> interactions = interactions(data);
    if (!interactions.isEmpty()) {
      link(page, "#interactions", "Interactions");
    }
    link(page, "#trials", "Trials");
    link(page, ExplorePage.FILE, "Explore");
    link(page, ComparePage.FILE, "Compare");
    link(page, "#reading", "How to read this");
    link(page, "#origins", "Models and software");
    page.close("nav").close("header");
    page.open("section", "class", "bar", "aria-label", "Display");
    PageFrame.viewChooser(page, contents.views());
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
    page.open("main", "id", "content", "tabindex", "-1").line();
    SummarySection.write(page, contents);
    StartSection.write(page, data);
    for (int i = 0; i < data.factors().size(); i++) {
      FactorSection.write(page, contents, i);
    }
    interactions(page, interactions);
    DiversitySection.write(page, data);
    TrialList.write(page, contents);
    Glossary.write(page, data);
    OriginSection.write(page, data);
    sources(page, notebooks);
    return PageFrame.end(page, data);
  }

  private static void link(Markup page, String to, String text) {
    page.open("li").element("a", text, "href", to).close();
  }

  private static Map<String, List<Effect>> interactions(SweepData data) {
    Map<String, List<Effect>> groups = new LinkedHashMap<>();
    for (Effect effect : data.effects()) {
      Comparison.Change change = effect.row().comparison().change();
      Comparison.Change other = effect.row().comparison().other();
      if (other != null && effect.row().sample().pairs() > 0) {
        String name =
            "%s = %s, at %s = %s instead of %s"
                .formatted(
                    change.factor(),
                    change.level(),
                    other.factor(),
                    other.level(),
                    other.baseline());
        groups.computeIfAbsent(name, n -> new ArrayList<>()).add(effect);
      }
    }
    return groups;
  }

  private static void interactions(Markup page, Map<String, List<Effect>> groups) {
    if (groups.isEmpty()) {
      return;
    }
    page.open("section", "id", "interactions", "aria-labelledby", "interactions-title");
    page.element("h2", "Interactions", "id", "interactions-title");
    page.element(
        "p",
        "How much the difference that one factor makes changes with another. To the right, the"
            + " first factor's level does better at the second's level than at its baseline.",
        "class",
        "prose");
    groups.forEach(
        (name, rows) -> {
          page.open("details").open("summary").foreign(name).text(": ");
          page.text(FactorSection.sentence(rows)).close();
          EffectTable.write(page, name, rows);
          page.close("details");
        });
    page.close("section");
  }

  private static void sources(Markup page, List<String> notebooks) {
    page.open("section", "id", "sources", "aria-labelledby", "sources-title");
    page.element("h2", "Tables and notebooks", "id", "sources-title");
    page.open("p").text("The numbers come from the Parquet tables ");
    for (String table :
        List.of(
            "trials", "starts", "views", "diversity", "steps", "assets", "effects", "importance")) {
      page.element("code", table).text(table.equals("importance") ? "" : ", ");
    }
    page.text(" of the output root, which DuckDB, pandas, Spark and others read.").close("p");
    if (!notebooks.isEmpty()) {
      page.element("p", "Notebooks that ask them questions are beside this page:").open("ul");
      notebooks.forEach(file -> link(page, file, file.substring(file.lastIndexOf('/') + 1)));
      page.close("ul");
    }
    page.close("section");
  }
}
