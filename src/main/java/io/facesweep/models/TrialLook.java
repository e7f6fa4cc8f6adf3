package io.facesweep.models;

import io.facesweep.config.SweepConfig;
import io.facesweep.settings.Combination;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import java.util.List;

/** Looks at the trials of a sweep, before any of them runs, for what is better known by then. */
public interface TrialLook {
  /** Looks at a combination of levels. */
  void look(TrialSettings trial, ModelSettings models);

  /** Returns what was found, a line each. */
  List<String> lines();

  /** Lets them all look at each combination of a sweep's levels. */
  static void atAll(SweepConfig config, List<? extends TrialLook> looks) {
    for (Combination combination : config.combinations()) {
      TrialSettings trial = config.settings(combination);
      ModelSettings models = config.models(combination);
      looks.forEach(look -> look.look(trial, models));
    }
  }
}
