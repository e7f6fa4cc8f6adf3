package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.tables.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first page. */
final class IndexPage {
  private IndexPage() {}

  static byte[] write(
      Contents contents, PaperFiles paper, List<String> notebooks, @Nullable LiveRun run) {
    SweepData data = contents.data();
    Markup page = PageFrame.begin(data.name() + " – FaceSweep", "", "trials.js", "report.js");
    page.open("header", "class", "top").element("p", "FaceSweep report", "class", "eyebrow");
    page.open("h1").foreign(data.name()).close();
    facts(page, data);
    if (run != null) {
      run.open(page);
      page.text("What stands here is of the trials that have ended; ");
      page.element("a", "how far it is", "href", ProgressPage.FILE).text(".").close();
    }
    page.open("nav", "aria-label", "Sections").open("ul");
    link(page, "#answer", "Answer");
    for (int i = 0; i < data.factors().size(); i++) {
      page.open("li").open("a", "href", "#factor-" + i);
      page.open("code").text(data.factors().get(i).name()).close().close().close();
    }
    Map<String, List<Effect>> interactions = interactions(data);
    if (!interactions.isEmpty()) {
      link(page, "#interactions", "Interactions");
    }
    link(page, "#summary", "The sweep");
    if (!data.starts().isEmpty()) {
      link(page, "#starts", "Doing nothing");
    }
    link(page, "#trials", "Trials");
    link(page, ExplorePage.FILE, "Explore");
    link(page, ComparePage.FILE, "Compare");
    link(page, CurvesPage.FILE, "Step curves");
    if (run != null || data.trials().stream().anyMatch(trial -> !trial.isDone())) {
      link(page, ProgressPage.FILE, "Progress");
    }
    link(page, "#paper", "For a paper");
    link(page, "#reading", "How to read this");
    link(page, "#origins", "Models and software");
    page.close("nav").close("header");
    page.open("section", "class", "bar", "aria-label", "Display");
    PageFrame.viewChooser(page, contents.views());
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
    page.open("main", "id", "content", "tabindex", "-1").line();
    AnswerSection.write(page, contents);
    for (int i = 0; i < data.factors().size(); i++) {
      FactorSection.write(page, contents, i);
    }
    interactions(page, interactions);
    SummarySection.write(page, contents);
    StartSection.write(page, data);
    DiversitySection.write(page, data);
    TrialList.write(page, contents);
    PaperSection.write(page, paper);
    Glossary.write(page, data);
    OriginSection.write(page, data);
    sources(page, notebooks);
    return PageFrame.end(page, data);
  }

  /** What was run, in a line: how much, of which models, in which size, by which version. */
  private static void facts(Markup page, SweepData data) {
    if (data.trials().isEmpty()) {
      return;
    }
    SettingsSeen seen = new SettingsSeen(data);
    long done = data.trials().stream().filter(ReportTrial::isDone).count();
    List<String> facts = new ArrayList<>();
    long failed = data.trials().stream().filter(ReportTrial::isFailed).count();
    long missing = data.trials().size() - done - failed;
    facts.add(
        "%d of %d trials done%s%s"
            .formatted(
                done,
                data.trials().size(),
                failed == 0 ? "" : ", %d failed".formatted(failed),
                missing == 0 ? "" : ", %d not run".formatted(missing)));
    facts.add(
        "%s × %s"
            .formatted(
                Numbers.count(data.prompts().size(), "prompt"),
                Numbers.count(data.seeds().size(), "seed")));
    for (String key : List.of("models.diffusion", "models.face")) {
      Set<String> places = seen.places(key);
      if (!places.isEmpty()) {
        facts.add(String.join(" or ", places));
      }
    }
    facts.add("renders of %s px".formatted(seen.words("texture_render_resolution")));
    facts.add("%s + %s steps".formatted(seen.words("geometry_steps"), seen.words("texture_steps")));
    Map<String, Integer> versions = data.origins().versions().getOrDefault("facesweep", Map.of());
    if (!versions.isEmpty()) {
      facts.add(
          versions.size() == 1
              ? "FaceSweep " + versions.keySet().iterator().next()
              : "FaceSweep in %d versions".formatted(versions.size()));
    }
    page.open("p", "class", "facts-line").foreign(String.join(" · ", facts)).close();
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
