package io.facesweep.report;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What the numbers mean. */
final class Glossary {
  private Glossary() {}

  static void write(Markup page, SweepData data) {
    Set<String> names = new TreeSet<>();
    data.trials().forEach(trial -> names.addAll(trial.metrics().keySet()));
    data.effects().forEach(effect -> names.add(effect.row().comparison().metric()));
    page.open("section", "id", "reading", "aria-labelledby", "reading-title");
    page.element("h2", "How to read this", "id", "reading-title");
    page.open("div", "class", "prose");
    page.element(
        "p",
        "A difference is the mean over pairs of trials that are equal in all but the factor: same"
            + " prompt, same seed, same other settings. Every prompt counts the same, and within it"
            + " every seed.");
    page.element(
        "p",
        "Prompts are what is independent, so intervals and p values are over prompts, not over"
            + " trials: 95 percent intervals by Student's t for fewer than 15 prompts, by an"
            + " expanded BCa bootstrap from 15 on, exact of measures that are 0 or 1. The p value"
            + " flips the signs of the prompts' differences; below 6 of them it could not reach"
            + " 0.05, and none is given. It is corrected for how many differences are tested: by"
            + " Holm for the measures that analysis.confirmatory names, by Benjamini and Hochberg"
            + " for all others. “Too few prompts” means that not even differences of one sign could"
            + " be told from chance. “Improves” is the share of pairs in which the level is better,"
            + " ties half; of a metric that describes, in which it is larger. “Relative” is the"
            + " difference as a share of the baseline's mean; d is the difference in standard"
            + " deviations of the prompts' own differences. Costs, and what the optimised model"
            + " says of its own work, have no verdict.");
    page.element(
        "p",
        "In the drawings the line in the middle is no difference, and better is always to the"
            + " right; the large mark is the mean with its interval, each dot below it a prompt's"
            + " own difference, or a seed's where there is one prompt. Each row has a scale of its"
            + " own. “Unchanged” means that every pair has the same value, as where a factor acts"
            + " after what is measured.");
    page.close("div").open("dl", "class", "glossary");
    for (Metric metric : Metrics.ALL) {
      if (names.remove(metric.name())) {
        entry(page, metric);
      }
    }
    for (String name : names) {
      Metrics.named(name).ifPresentOrElse(metric -> entry(page, metric), () -> unknown(page, name));
    }
    page.close("dl").close("section");
  }

  private static void entry(Markup page, Metric metric) {
    page.open("div", "id", "metric-" + metric.name());
    page.open("dt").open("code").text(metric.name()).close().close();
    page.open("dd").text(metric.definition()).element("span", facts(metric), "class", "quiet");
    page.close("div");
  }

  private static void unknown(Markup page, String name) {
    page.open("div", "id", "metric-" + name);
    page.open("dt").open("code").text(name).close().close();
    page.element("dd", "A metric that this version does not define.").close("div");
  }

  static String facts(Metric metric) {
    String direction = metric.direction().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return " Unit: %s. Range: %s. %s."
        .formatted(
            metric.unit(),
            metric.range(),
            direction.equals("neutral")
                ? "Neither end is better as such"
                : Character.toUpperCase(direction.charAt(0)) + direction.substring(1));
  }
}
