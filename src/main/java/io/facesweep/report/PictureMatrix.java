package io.facesweep.report;

import io.facesweep.analysis.Factor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of prompts at all levels of a factor, other things being equal. The reader chooses the
 * factor, the levels of the others, the seed, and which prompts.
 */
final class PictureMatrix {
  /** So many prompts are shown at a time. */
  static final int PROMPTS = 12;

  private final Markup page;
  private final Contents contents;
  private final SweepData data;

  private PictureMatrix(Markup page, Contents contents) {
    this.page = page;
    this.contents = contents;
    this.data = contents.data();
  }

  /** Writes the matrix of the factor with the clearest answer; of a sweep without one, a column. */
  static void write(Markup page, Contents contents) {
    new PictureMatrix(page, contents).write(AnswerSection.firstFactor(contents.data()));
  }

  private void write(int factor) {
    if (data.trials().isEmpty()) {
      page.element("p", "There are no pictures.", "class", "absent");
      return;
    }
    List<String> shown = factor < 0 ? data.trials().get(0).levels() : contents.shownLevels(factor);
    choices(factor, shown);
    page.open("p", "class", "quiet", "id", "matrix-settings", "aria-live", "polite");
    page.foreign(settings(factor, shown)).close();
    PageFrame.table(
        page,
        "matrix",
        "Prompts by level: textured and grey, from the same view",
        "data-columns",
        factor);
    page.open("thead").open("tr").element("td", "");
    List<String> columns = factor < 0 ? List.of("") : data.factors().get(factor).levels();
    for (String level : columns) {
      page.open("th", "scope", "col");
      if (factor < 0) {
        page.text("all settings alike");
      } else {
        page.open("code").text(data.factors().get(factor).name()).close().text(" = ");
        page.foreign(level);
      }
      page.close();
    }
    page.close("thead").open("tbody");
    for (int prompt = 0; prompt < Math.min(PROMPTS, data.prompts().size()); prompt++) {
      row(factor, columns, prompt, shown);
    }
    page.close("table").close("div");
  }

  /** The settings that all pictures share. */
  private String settings(int factor, List<String> shown) {
    List<String> shared = new ArrayList<>();
    for (int other = 0; other < data.factors().size(); other++) {
      if (other != factor) {
        shared.add("%s = %s".formatted(data.factors().get(other).name(), shown.get(other)));
      }
    }
    shared.add("seed " + data.seeds().get(0));
    return String.join(", ", shared);
  }

  private void choices(int factor, List<String> shown) {
    page.open("div", "class", "choices", "id", "matrix-choices");
    List<Integer> comparable = data.comparable();
    if (comparable.size() > 1) {
      page.open("label").element("span", "columns").open("select", "data-key", "columns");
      comparable.forEach(
          number -> option(data.factors().get(number).name(), number, number == factor));
      page.close("label");
    }
    for (int other = 0; other < data.factors().size(); other++) {
      Factor choice = data.factors().get(other);
      if (choice.levels().size() > 1 && (other != factor || comparable.size() > 1)) {
        int at = choice.levels().indexOf(shown.get(other));
        select(choice.name(), "level-" + other, choice.levels(), at, other == factor);
      }
    }
    if (data.seeds().size() > 1) {
      select("seed", "seed", data.seeds().stream().map(String::valueOf).toList(), 0, false);
    }
    if (data.prompts().size() > PROMPTS) {
      select("prompts", "prompts", pagesOfPrompts(), 0, false);
    }
    page.close();
  }

  private List<String> pagesOfPrompts() {
    int count = data.prompts().size();
    List<String> pages = new ArrayList<>();
    for (int from = 0; from < count; from += PROMPTS) {
      pages.add("%d to %d".formatted(from + 1, Math.min(count, from + PROMPTS)));
    }
    return pages;
  }

  private void select(String name, String key, List<String> options, int chosen, boolean isHidden) {
    if (isHidden) {
      page.open("label", "hidden", "hidden");
    } else {
      page.open("label");
    }
    page.element("span", name).open("select", "data-key", key);
    IntStream.range(0, options.size()).forEach(i -> option(options.get(i), i, i == chosen));
    page.close("label");
  }

  private void option(String text, int value, boolean isChosen) {
    if (isChosen) {
      page.element("option", text, "value", value, "selected", "selected");
    } else {
      page.element("option", text, "value", value);
    }
  }

  private void row(int factor, List<String> columns, int prompt, List<String> shown) {
    String words = data.prompts().get(prompt);
    page.open("tr").open("th", "scope", "row").foreign(words).close();
    for (String level : columns) {
      page.open("td");
      ReportTrial trial =
          firstSeed(words, factor < 0 ? shown : Contents.with(shown, factor, level));
      if (trial == null) {
        page.element("span", "not planned", "class", "absent");
      } else {
        Shots.pair(page, contents, trial, "");
      }
      page.close();
    }
    page.close("tr");
  }

  private @Nullable ReportTrial firstSeed(String prompt, List<String> levels) {
    return contents.trial(prompt, data.seeds().get(0), levels);
  }
}
