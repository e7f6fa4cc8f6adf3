package io.facesweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes for people what a sweep can find. */
public final class PowerText {
  private PowerText() {}

  /** The report as aligned text of a few lines; empty for a sweep that compares nothing. */
  public static String write(PowerReport report) {
    if (report.comparisons() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(tests(report)).append('\n');
    if (report.measures().isEmpty()) {
      text.append(
          "No earlier sweep of this output has effects: how large a difference must be to be found"
              + " is known after the first.\n");
    } else {
      text.append(
          "Smallest difference that is found in 4 of 5 runs, by prompts, with %s each; by %s:\n"
              .formatted(
                  PlanText.count(report.seeds(), "seed"),
                  PlanText.count(report.sweeps(), "earlier sweep")));
      text.append(PlanText.table(rows(report)));
      text.append("* planned; - none: not even differences of one sign are told from chance\n");
    }
    report.answers().forEach(answer -> text.append(words(answer, report)).append('\n'));
    return text.toString();
  }

  private static String tests(PowerReport report) {
    String comparisons = PlanText.count(report.comparisons(), "comparison");
    if (report.deciding() == 0) {
      return "Tests: %s of each measure; none is named in analysis.confirmatory, so that all explore. %s"
          .formatted(comparisons, enough(report, "A single test"));
    }
    return "Tests: %s, %s at once of the measures that decide (Holm). %s"
        .formatted(
            comparisons,
            PlanText.count(report.deciding(), "test"),
            enough(report, report.deciding() == 1 ? "It" : "They"));
  }

  private static String enough(PowerReport report, String who) {
    String takes = who.equals("They") ? "take" : "takes";
    return report.prompts() >= report.needed()
        ? "%s %s at least %d prompts, and there are %d."
            .formatted(who, takes, report.needed(), report.prompts())
        : "%s %s at least %d prompts: with %d nothing can be told from chance."
            .formatted(who, takes, report.needed(), report.prompts());
  }

  private static List<List<String>> rows(PowerReport report) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("Measure", "Spread"));
    for (int prompts : report.columns()) {
      head.add(prompts + (prompts == report.prompts() ? "*" : ""));
    }
    head.add("");
    rows.add(head);
    for (PowerReport.Measure measure : report.measures()) {
      List<String> row = new ArrayList<>(List.of(measure.name(), number(measure.spread())));
      measure.smallest().forEach(smallest -> row.add(number(smallest)));
      row.add(measure.decides() ? "decides" : "");
      rows.add(row);
    }
    return rows;
  }

  private static String words(PowerReport.Answer answer, PowerReport report) {
    String difference =
        "A difference of %s in %s".formatted(number(answer.difference()), answer.measure());
    return answer.prompts() == 0
        ? difference + ": not known, since no earlier sweep of this output has compared it."
        : "%s takes %s with %s each."
            .formatted(
                difference,
                PlanText.count(answer.prompts(), "prompt"),
                PlanText.count(report.seeds(), "seed"));
  }

  private static String number(double value) {
    return Double.isInfinite(value) ? "-" : String.format(Locale.ROOT, "%.3g", value);
  }
}
