package io.facesweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a report for people: {@code facesweep plan}. */
public final class PlanText {
  private static final String GAP = "  ";

  private PlanText() {}

  /** The report as aligned text of a few lines. */
  public static String write(PlanReport report) {
    StringBuilder text = new StringBuilder();
    text.append("Sweep %s: %s\n".formatted(report.sweep(), size(report)));
    if (!report.factors().isEmpty()) {
      text.append('\n').append(table(factors(report)));
      text.append("* baseline; in brackets the trials at each level\n");
      text.append("\nDesign %s:\n".formatted(report.design().text()));
      report.answers().forEach(line -> text.append(GAP).append(line).append('\n'));
    }
    text.append('\n').append(table(stages(report)));
    text.append('\n').append(sharing(report)).append(cost(report));
    return text.toString();
  }

  private static String size(PlanReport report) {
    String product =
        "%s = %s x %s x %s"
            .formatted(
                count(report.trials(), "trial"),
                count(report.prompts(), "prompt"),
                count(report.combinations(), "combination"),
                count(report.seeds(), "seed"));
    return report.excluded() == 0
        ? product
        : product + "; " + count(report.excluded(), "combination") + " excluded";
  }

  private static List<List<String>> factors(PlanReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Factor", "Levels"));
    for (Map.Entry<String, Map<String, Integer>> factor : report.factors().entrySet()) {
      List<String> levels = new ArrayList<>();
      factor
          .getValue()
          .forEach(
              (level, trials) -> {
                String mark = level.equals(report.baseline().get(factor.getKey())) ? "*" : "";
                levels.add("%s%s (%d)".formatted(level, mark, trials));
              });
      rows.add(List.of(factor.getKey(), String.join(", ", levels)));
    }
    return rows;
  }

  private static List<List<String>> stages(PlanReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "Stage", "Trials", "Unique", "Done", "To run", "Batches", "Of up to", "Device time"));
    rows.add(row("geometry", report.geometry()));
    rows.add(row("texture", report.texture()));
    return rows;
  }

  private static List<String> row(String name, PlanReport.Stages stages) {
    return List.of(
        name,
        "" + stages.phases(),
        "" + stages.unique(),
        "" + stages.finished(),
        "" + stages.left(),
        "" + stages.batches(),
        "" + stages.largestBatch(),
        duration(stages.seconds()));
  }

  private static String sharing(PlanReport report) {
    int phases = report.phases();
    double percent = phases == 0 ? 0 : 100.0 * report.saved() / phases;
    return String.format(
        Locale.ROOT,
        "Sharing saves %d of %s (%.1f %%).\n",
        report.saved(),
        count(phases, "phase run"),
        percent);
  }

  private static String cost(PlanReport report) {
    if (report.seconds() == null) {
      return "No timings yet: the cost is known after the first batches have run.\n";
    }
    int extrapolated = report.geometry().extrapolated() + report.texture().extrapolated();
    String guess =
        extrapolated == 0
            ? ""
            : "; a rough guess for %s of shapes not timed yet"
                .formatted(count(extrapolated, "batch"));
    return "Device time left: %s on one device%s.\n".formatted(duration(report.seconds()), guess);
  }

  /** Seconds as people say them. */
  static String duration(@Nullable Double seconds) {
    if (seconds == null) {
      return "no timings yet";
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    if (whole < 3600) {
      return "%d min %02d s".formatted(whole / 60, whole % 60);
    }
    return "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  static String count(long number, String noun) {
    String plural = noun.endsWith("ch") ? noun + "es" : noun + "s";
    return number + " " + (number == 1 ? noun : plural);
  }

  /**
   * Columns as wide as their widest cell; numbers to the right, the first and the last column to
   * the left.
   */
  static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        String pad = " ".repeat(width - row.get(i).length());
        boolean left = i == 0 || i == columns - 1;
        line.append(i == 0 ? "" : GAP).append(left ? row.get(i) + pad : pad + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
