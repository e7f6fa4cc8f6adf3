package io.facesweep.config;

import io.facesweep.settings.Declaration;
import io.facesweep.settings.Objective;
import io.facesweep.settings.TrialSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Options of objectives that a file gives, and that no trial uses because all have other
 * objectives. Those at their defaults say nothing, as in an effective configuration.
 */
final class IdleOptions {
  /** The settings that each given key stands for. */
  private final Map<Key<?>, List<Declaration>> idle = new LinkedHashMap<>();

  /**
   * @param isGiven whether the file itself has a key
   */
  IdleOptions(TrialValues base, Predicate<String> isGiven) {
    for (Key<?> key : RecordKeys.TRIAL.schema().keys()) {
      List<Declaration> settings =
          TrialSettings.DECLARED.all().stream()
              .filter(d -> d.path().equals(key.path()) || key.path().equals(d.general()))
              .filter(IdleOptions::dependsOnObjectives)
              .toList();
      if (!settings.isEmpty() && isGiven.test(key.path()) && isOther(key, base.values())) {
        idle.put(key, settings);
      }
    }
  }

  private static boolean dependsOnObjectives(Declaration declared) {
    return declared.gates().stream().anyMatch(IdleOptions::isObjective);
  }

  private static boolean isObjective(Declaration declared) {
    return declared.type() == Objective.class;
  }

  private static boolean isOther(Key<?> key, Values values) {
    Key<?> fallback = key.fallback();
    Object usual = fallback == null ? key.defaultValue() : values.orNull(fallback);
    return !Objects.equals(values.at(key.path()), usual);
  }

  /** Leaves out what a trial uses, or does not for another reason than its objectives. */
  void see(TrialSettings trial) {
    idle.values().removeIf(settings -> settings.stream().noneMatch(s -> isIdle(s, trial)));
    idle.values().removeIf(settings -> settings.stream().anyMatch(s -> s.isUsed(trial)));
  }

  private static boolean isIdle(Declaration setting, TrialSettings trial) {
    return setting.gates().stream()
        .anyMatch(gate -> isObjective(gate) && gate.isUsed(trial) && gate.decides(setting, trial));
  }

  /** Returns the keys, in their order. */
  List<Key<?>> keys() {
    return new ArrayList<>(idle.keySet());
  }
}
