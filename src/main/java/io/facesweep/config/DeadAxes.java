package io.facesweep.config;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Level;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.TrialSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds axes whose levels change nothing: all trials that differ in such an axis alone have the
 * same stages.
 */
final class DeadAxes {
  private final SweepSettings sweep;
  private final TrialValues base;

  DeadAxes(SweepSettings sweep, TrialValues base) {
    this.sweep = sweep;
    this.base = base;
  }

  /** What stands in the way of an axis, for people; empty if its levels differ in something. */
  Optional<String> reason(Axis axis) {
    if (axis.levels().size() < 2) {
      return Optional.empty();
    }
    if (FileKeys.SCHEMA.find(axis.key()).isPresent()) {
      return ofModels(axis);
    }
    List<Declaration> settings =
        TrialSettings.DECLARED.all().stream()
            .filter(d -> d.path().equals(axis.key()) || axis.key().equals(d.general()))
            .toList();
    String gate = null;
    for (Combination combination : new Combinations(sweep)) {
      TrialSettings trial = base.with(combination.values()).settings();
      if (changes(axis, combination, trial)) {
        return Optional.empty();
      }
      if (gate == null) {
        gate = gate(settings, trial);
      }
    }
    return Optional.of(reason(axis, settings, gate));
  }

  /** Number formats count in every trial, models in those that compute with them. */
  private Optional<String> ofModels(Axis axis) {
    List<ModelRole> roles =
        Stream.of(ModelRole.values()).filter(role -> role.key().equals(axis.key())).toList();
    for (Combination combination : new Combinations(sweep)) {
      TrialSettings trial = base.with(combination.values()).settings();
      if (roles.stream().allMatch(role -> ModelRules.isUsed(role, trial))) {
        return Optional.empty();
      }
    }
    return Optional.of("levels that change something; no trial computes with this model");
  }

  /** Whether another level of the axis makes another trial of a combination. */
  private boolean changes(Axis axis, Combination combination, TrialSettings trial) {
    Map<String, Object> values = new HashMap<>(combination.values());
    for (Level level : axis.levels()) {
      values.put(axis.key(), level.value());
      if (differ(trial, base.with(values).settings())) {
        return true;
      }
    }
    return false;
  }

  /** Whether two trials differ in a setting that counts. */
  private static boolean differ(TrialSettings a, TrialSettings b) {
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      boolean isPart = !declared.identityPath().isEmpty();
      boolean isUsed = declared.isUsed(a);
      if (isPart && isUsed != declared.isUsed(b)) {
        return true;
      } else if (isPart && isUsed && !content(declared, a).equals(content(declared, b))) {
        return true;
      }
    }
    return false;
  }

  /** What counts of a value: of an image that is made from another one, that one too. */
  private static Object content(Declaration declared, TrialSettings trial) {
    Declaration origin = declared.autoOf(trial);
    Object value = declared.value(trial);
    return origin == null ? value : List.of(value, origin.value(trial));
  }

  private static @Nullable String gate(List<Declaration> settings, TrialSettings trial) {
    for (Declaration setting : settings) {
      for (Declaration gate : setting.gates()) {
        if (!setting.isUsed(trial) && gate.decides(setting, trial)) {
          return gate.path() + " = " + Declaration.text(gate.value(trial));
        }
      }
    }
    return null;
  }

  private String reason(Axis axis, List<Declaration> settings, @Nullable String gate) {
    List<String> instead = new ArrayList<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      boolean isAbove =
          axis.key().equals(declared.general())
              || settings.stream().anyMatch(setting -> takesDefaultFrom(declared, setting));
      if (isAbove && isGiven(declared.path())) {
        instead.add(declared.path());
      }
    }
    if (!instead.isEmpty()) {
      return "levels that change something; what counts is " + String.join(" and ", instead);
    }
    return gate == null
        ? "levels that change something"
        : "levels that change something; it does not count with " + gate;
  }

  /** Whether the one, where it is not given, is as the other says. */
  private static boolean takesDefaultFrom(Declaration declared, Declaration other) {
    String block = declared.path().substring(0, declared.path().lastIndexOf('.') + 1);
    String from = declared.setting().defaultOf();
    return !from.isEmpty() && other.path().equals(block + from);
  }

  private boolean isGiven(String path) {
    return base.values().at(path) != null
        || sweep.axes().stream().anyMatch(axis -> axis.key().equals(path));
  }
}
