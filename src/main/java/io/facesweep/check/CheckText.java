package io.facesweep.check;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report of a check as people and as programs read it. */
public final class CheckText {
  private CheckText() {}

  /** A line for each fact, group at a place, and kind of step; one for each failure below it. */
  public static String write(CheckReport report) {
    List<String> lines = new ArrayList<>();
    report.facts().forEach((name, value) -> lines.add("%-14s %s".formatted(name, value)));
    lines.add("");
    groups(report).values().forEach(group -> lines.addAll(group(group)));
    for (StepTime step : report.steps()) {
      lines.add(
          line(
              "step",
              step.kind(),
              "%.0f ms at %d px, median of %d"
                  .formatted(step.milliseconds(), step.resolution(), step.steps())));
    }
    lines.add("");
    lines.add(summary(report));
    return String.join("\n", lines);
  }

  private static String summary(CheckReport report) {
    long failed = report.findings().stream().filter(Finding::isFailed).count();
    String took = "%.0f s".formatted(report.seconds());
    if (!report.deviceOpened()) {
      return "FAILED: the device could not be opened (%s)".formatted(took);
    }
    return failed == 0
        ? "%s is fine (%s)".formatted(report.device(), took)
        : "FAILED on %s: %d of %d (%s)"
            .formatted(report.device(), failed, report.findings().size(), took);
  }

  private static Map<String, List<Finding>> groups(CheckReport report) {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : report.findings()) {
      String key = finding.group() + "\n" + finding.where() + "\n" + (finding.tolerance() == 0);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(finding);
    }
    return groups;
  }

  private static List<String> group(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    Finding first = findings.get(0);
    long fine = findings.stream().filter(f -> f.verdict() == Verdict.OK).count();
    if (first.verdict() == Verdict.SKIPPED || findings.size() == 1 && first.isFailed()) {
      lines.add(line(first.group(), first.where(), first.verdict().text() + ": " + first.note()));
      return lines;
    }
    String counts = "%d of %d ok".formatted(fine, findings.size());
    if (first.tolerance() == 0) {
      lines.add(line(first.group(), first.where(), counts + ", the same bits twice and alone"));
    } else {
      Finding worst =
          findings.stream()
              .filter(f -> !Double.isNaN(f.difference()))
              .max(Comparator.comparingDouble(Finding::difference))
              .orElse(first);
      lines.add(
          line(
              first.group(),
              first.where(),
              "%s, largest difference %.1e of %s (at most %.0e)"
                  .formatted(counts, worst.difference(), worst.name(), worst.tolerance())));
    }
    findings.stream()
        .filter(f -> f.verdict() != Verdict.OK)
        .map(CheckText::failure)
        .forEach(lines::add);
    if (findings.stream().anyMatch(CheckText::isProcessorsFault)) {
      lines.add("    Some versions of libtorch convolve wrong on processors with AVX-512: set");
      lines.add("    ONEDNN_MAX_CPU_ISA=AVX2 in the environment and check again.");
    } else if (findings.stream().anyMatch(f -> f.verdict() == Verdict.UNUSABLE)) {
      lines.add("    Do not set models.dtype to this number format here.");
    }
    return lines;
  }

  private static boolean isProcessorsFault(Finding finding) {
    return (finding.isFailed() || finding.verdict() == Verdict.UNUSABLE)
        && finding.where().startsWith("cpu")
        && finding.name().startsWith("conv2d");
  }

  private static String failure(Finding finding) {
    String number =
        Double.isNaN(finding.difference()) ? "" : "%.1e, ".formatted(finding.difference());
    return "    %s %s: %s%s"
        .formatted(finding.verdict().text(), finding.name(), number, finding.note());
  }

  private static String line(String group, String where, String rest) {
    return "%-10s %-16s %s".formatted(group, where, rest);
  }

  /** All of it, as one JSON object. */
  public static String json(CheckReport report) {
    JsonObject root = new JsonObject();
    root.addProperty("fine", report.isFine());
    root.addProperty("device", report.device());
    root.addProperty("device_opened", report.deviceOpened());
    root.addProperty("seconds", report.seconds());
    JsonObject facts = new JsonObject();
    report.facts().forEach(facts::addProperty);
    root.add("facts", facts);
    JsonArray findings = new JsonArray();
    report.findings().forEach(finding -> findings.add(json(finding)));
    root.add("findings", findings);
    JsonArray steps = new JsonArray();
    for (StepTime step : report.steps()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("kind", step.kind());
      entry.addProperty("resolution", step.resolution());
      entry.addProperty("milliseconds", step.milliseconds());
      steps.add(entry);
    }
    root.add("steps", steps);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(root);
  }

  private static JsonObject json(Finding finding) {
    JsonObject entry = new JsonObject();
    entry.addProperty("group", finding.group());
    entry.addProperty("name", finding.name());
    entry.addProperty("where", finding.where());
    entry.addProperty("verdict", finding.verdict().text().toLowerCase(Locale.ROOT));
    number(entry, "difference", finding.difference());
    number(entry, "tolerance", finding.tolerance());
    number(entry, "milliseconds", finding.milliseconds());
    if (!finding.note().isEmpty()) {
      entry.addProperty("note", finding.note());
    }
    return entry;
  }

  private static void number(JsonObject entry, String name, double value) {
    if (Double.isFinite(value)) {
      entry.addProperty(name, value);
    }
  }
}
