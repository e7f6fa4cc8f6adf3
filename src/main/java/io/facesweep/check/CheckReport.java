package io.facesweep.check;

import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param facts about the surroundings, by name, in order
 * @param device that was checked; the CPU where the one that was asked for could not be opened
 * @param deviceOpened whether it is the one that was asked for
 * @param findings in the order in which they were made
 * @param steps times of steps; empty where none ran
 * @param seconds that the check took
 */
public record CheckReport(
    Map<String, String> facts,
    String device,
    boolean deviceOpened,
    List<Finding> findings,
    List<StepTime> steps,
    double seconds) {
  public CheckReport {
    findings = List.copyOf(findings);
    steps = List.copyOf(steps);
  }

  /** Whether the device was opened and all comparisons that ran are fine. */
  public boolean isFine() {
    return deviceOpened && findings.stream().noneMatch(Finding::isFailed);
  }
}
