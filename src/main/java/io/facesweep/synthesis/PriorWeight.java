package io.facesweep.synthesis;

import io.facesweep.settings.PriorSchedule;
import io.facesweep.settings.TextureSettings;

/** The weight of the prior's gradient over the texture phase. */
final class PriorWeight {
  private PriorWeight() {}

  /**
   * Returns the weight of a trial's present step.
   *
   * @param steps of the phase
   */
  static double at(TrialState state, int steps) {
    TextureSettings settings = state.settings().texture();
    return at(
        settings.priorSchedule(),
        settings.priorWeightStart(),
        settings.priorWeight(),
        state.step(),
        steps);
  }

  /**
   * @param start at the first step, unless constant; positive for {@code LOG}
   * @param end at the last step, and everywhere if constant; positive for {@code LOG}
   * @param step counts from 0
   * @param steps of the phase; of a single step it is {@code end}
   */
  static double at(PriorSchedule schedule, double start, double end, int step, int steps) {
    double done = steps == 1 ? 1 : (double) step / (steps - 1);
    return switch (schedule) {
      case CONSTANT -> end;
      case LINEAR -> start + (end - start) * done;
      case LOG -> Math.exp(Math.log(start) + (Math.log(end) - Math.log(start)) * done);
    };
  }
}
