package io.facesweep.tables;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the stages that judges failed on. */
final class FailedJudges {
  private final Map<String, Failures> byName = new TreeMap<>();

  /**
   * What is known of a judge.
   *
   * @param stages that it failed on
   * @param reason of the first
   */
  private record Failures(int stages, String reason) {
    Failures and(Failures others) {
      return new Failures(stages + others.stages, reason);
    }
  }

  /** Adds a stage: reasons by judge. */
  void add(Map<String, String> errors) {
    errors.forEach((judge, reason) -> byName.merge(judge, new Failures(1, reason), Failures::and));
  }

  /** Returns the line that says so; empty where none failed. */
  Optional<String> line() {
    if (byName.isEmpty()) {
      return Optional.empty();
    }
    String all =
        byName.entrySet().stream()
            .map(
                e ->
                    "%s in %d stages (%s)"
                        .formatted(e.getKey(), e.getValue().stages(), e.getValue().reason()))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "Warning: judges failed, and their measures are empty there: %s; facesweep measure asks them again"
            .formatted(all));
  }
}
