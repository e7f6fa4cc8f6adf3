package io.facesweep.config;

import io.facesweep.settings.Background;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Objective;
import io.facesweep.settings.TextureParameter;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.ViewConditioning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Options of objectives, of how views are told, of what a texture is made of and of backgrounds
 * that a file gives, and that no trial uses because all have chosen another. Those at their
 * defaults say nothing, as in an effective configuration.
 */
final class IdleOptions {
  /** Choices whose options are refused where none has chosen them. */
  private static final Set<Class<?>> CHOICES =
      Set.of(Objective.class, ViewConditioning.class, TextureParameter.class, Background.class);

  /** Turns off all that a prompt says of views. */
  private static final String VIEWS = "view-dependent-prompts";

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
              .filter(IdleOptions::dependsOnChoices)
              .toList();
      if (!settings.isEmpty() && isGiven.test(key.path()) && isOther(key, base.values())) {
        idle.put(key, settings);
      }
    }
  }

  private static boolean dependsOnChoices(Declaration declared) {
    return declared.gates().stream().anyMatch(IdleOptions::isChoice);
  }

  /** Whether options of a setting's values are refused where none has chosen them. */
  private static boolean isChoice(Declaration declared) {
    return CHOICES.contains(declared.type()) || declared.path().equals(VIEWS);
  }

  private static boolean isOther(Key<?> key, Values values) {
    Key<?> fallback = key.fallback();
    Object usual = fallback == null ? key.defaultValue() : values.orNull(fallback);
    Object given = values.at(key.path());
    // what turns itself off does not count then, and is meant so
    return !Objects.equals(given, usual) && given != ViewConditioning.NONE;
  }

  /** Leaves out what a trial uses, or does not for another reason than its choices. */
  void see(TrialSettings trial) {
    idle.values().removeIf(settings -> settings.stream().noneMatch(s -> isIdle(s, trial)));
    idle.values().removeIf(settings -> settings.stream().anyMatch(s -> s.isUsed(trial)));
  }

  private static boolean isIdle(Declaration setting, TrialSettings trial) {
    return setting.gates().stream()
        .anyMatch(gate -> isChoice(gate) && gate.isUsed(trial) && gate.decides(setting, trial));
  }

  /** Returns the keys, in their order. */
  List<Key<?>> keys() {
    return new ArrayList<>(idle.keySet());
  }
}
