package io.facesweep.report;

import io.facesweep.analysis.Factor;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StoredInstrument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What sweeps of one report differ in beside what they vary, and what is wrong with any of them.
 */
final class SweepDifferences {
  private final List<SweepData> parts;
  private final List<String> names;
  private final List<Factor> factors;

  /**
   * @param names of the sweeps, all different
   * @param factors of all of them
   */
  SweepDifferences(List<SweepData> parts, List<String> names, List<Factor> factors) {
    this.parts = parts;
    this.names = names;
    this.factors = factors;
  }

  /** Whether all were measured with one instrument. */
  boolean isOneInstrument() {
    return parts.stream()
            .map(part -> part.origins().instrument())
            .map(instrument -> instrument == null ? "" : instrument.id())
            .distinct()
            .count()
        == 1;
  }

  /** Returns what to know before the sweeps are compared, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String all = String.join(" and ", names);
    Map<String, Set<String>> settings = constants();
    settings.values().removeIf(values -> values.size() < 2);
    if (!settings.isEmpty()) {
      lines.add(
          "%s differ beside what they vary, and the factor %s stands for all of it: %s"
              .formatted(all, JoinedTrials.FACTOR, words(settings)));
    }
    if (!isOneInstrument()) {
      lines.add(
          "%s were measured with different instruments (%s): the factor %s has no effects (give them one metrics block, and run facesweep measure)"
              .formatted(all, instruments(), JoinedTrials.FACTOR));
    }
    return lines;
  }

  /** Settings that no sweep varies, with the values that they have in any. */
  private Map<String, Set<String>> constants() {
    Set<String> varied = new TreeSet<>();
    factors.forEach(factor -> varied.add(SettingsColumns.snakeCase(factor.name())));
    Map<String, Set<String>> values = new TreeMap<>();
    for (SweepData part : parts) {
      Map<String, Set<String>> own = new TreeMap<>();
      for (ReportTrial trial : part.trials()) {
        trial.row().trial().settings().forEach((key, value) -> put(own, key, "" + value));
      }
      own.forEach(
          (key, found) -> {
            if (found.size() > 1) {
              varied.add(key);
            }
            found.forEach(value -> put(values, key, value));
          });
    }
    values.keySet().removeAll(varied);
    return values;
  }

  /** What instruments differ in. */
  private String instruments() {
    Map<String, Set<String>> facts = new TreeMap<>();
    for (SweepData part : parts) {
      StoredInstrument instrument = part.origins().instrument();
      if (instrument != null) {
        instrument.facts().forEach((fact, value) -> put(facts, fact.replace('_', ' '), value));
        instrument
            .judges()
            .forEach((judge, hash) -> put(facts, "judge " + judge, StageExporter.shortId(hash)));
      }
    }
    facts.values().removeIf(values -> values.size() < 2);
    return facts.isEmpty() ? "what one has another lacks" : words(facts);
  }

  private static void put(Map<String, Set<String>> values, String key, String value) {
    values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value);
  }

  private static String words(Map<String, Set<String>> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}
