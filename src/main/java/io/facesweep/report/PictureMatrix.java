package io.facesweep.report;

import io.facesweep.analysis.Factor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pictures of all prompts at all levels of a factor, other things being equal. */
final class PictureMatrix {
  private PictureMatrix() {}

  static void write(Markup page, Contents contents, int number) {
    SweepData data = contents.data();
    Factor factor = data.factors().get(number);
    List<String> shown = contents.shownLevels(number);
    page.open("div", "class", "choices", "data-choices", number);
    for (int other = 0; other < data.factors().size(); other++) {
      Factor choice = data.factors().get(other);
      if (other != number && choice.levels().size() > 1) {
        select(page, choice.name(), "level-" + other, choice.levels(), shown.get(other));
      }
    }
    if (data.seeds().size() > 1) {
      List<String> seeds = data.seeds().stream().map(String::valueOf).toList();
      select(page, "seed", "seed", seeds, seeds.get(0));
    }
    page.close();
    PageFrame.table(
        page,
        "matrix",
        "Every prompt at every level of %s: textured and grey, from the same view"
            .formatted(factor.name()),
        "data-factor",
        number);
    page.open("thead").open("tr").element("td", "");
    for (String level : factor.levels()) {
      page.open("th", "scope", "col").open("code").text(factor.name()).close();
      page.text(" = ").foreign(level);
      page.close();
    }
    page.close("thead").open("tbody");
    for (int prompt = 0; prompt < data.prompts().size(); prompt++) {
      row(page, contents, number, prompt, shown);
    }
    page.close("table").close("div");
  }

  private static void row(
      Markup page, Contents contents, int number, int prompt, List<String> shown) {
    SweepData data = contents.data();
    String words = data.prompts().get(prompt);
    page.open("tr").open("th", "scope", "row").foreign(words).close();
    List<String> levels = data.factors().get(number).levels();
    for (int level = 0; level < levels.size(); level++) {
      page.open("td", "data-prompt", prompt, "data-level", level);
      List<String> at = Contents.with(shown, number, levels.get(level));
      ReportTrial trial = firstSeed(contents, words, at);
      if (trial == null) {
        page.element("span", "not planned", "class", "absent");
      } else {
        Shots.pair(page, contents, trial, "");
      }
      page.close();
    }
    page.close("tr");
  }

  private static @Nullable ReportTrial firstSeed(
      Contents contents, String prompt, List<String> levels) {
    return contents.trial(prompt, contents.data().seeds().get(0), levels);
  }

  private static void select(
      Markup page, String name, String key, List<String> options, String chosen) {
    page.open("label").element("span", name).open("select", "data-key", key);
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).equals(chosen)) {
        page.element("option", options.get(i), "value", i, "selected", "selected");
      } else {
        page.element("option", options.get(i), "value", i);
      }
    }
    page.close("label");
  }
}
