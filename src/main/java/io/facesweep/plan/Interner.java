package io.facesweep.plan;

import io.facesweep.settings.TrialSettings;
import java.util.HashMap;
import java.util.Map;

/** Keeps one of equal values, so that the settings of many trials take little memory. */
final class Interner {
  private final Map<Object, Object> known = new HashMap<>();

  /** The first value that was given and is equal to this one. */
  @SuppressWarnings("unchecked") // equal records and texts are of one class
  <T> T one(T value) {
    return (T) known.computeIfAbsent(value, v -> v);
  }

  /** Settings whose blocks are shared with equal ones. */
  TrialSettings settings(TrialSettings trial) {
    return one(
        new TrialSettings(
            trial.phases(),
            trial.viewDependentPrompts(),
            one(trial.geometry()),
            one(trial.texture()),
            one(trial.views())));
  }
}
