package io.facesweep.run;

import io.facesweep.store.StepRow;
import io.facesweep.synthesis.StepRecord;
import java.util.List;

/** Puts steps into the form that the store keeps. */
final class StepRows {
  private StepRows() {}

  static List<StepRow> of(List<StepRecord> steps) {
    return steps.stream().map(StepRows::of).toList();
  }

  static StepRow of(StepRecord step) {
    return new StepRow(
        step.phase().text(),
        step.step(),
        step.timestep(),
        step.gradientNorm(),
        step.terms(),
        step.nonFinite(),
        step.seconds(),
        step.azimuth(),
        step.elevation(),
        step.view());
  }
}
