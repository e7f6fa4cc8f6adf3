package io.facesweep.store;

import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.Trial;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TrialSettings;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A trial's settings as flat columns: one for each that {@link TrialSettings} declare, named by its
 * key in snake_case, e.g. {@code texture_guidance_scale}. Lists are texts like {@code [0, 30]},
 * ranges like {@code -45..45}, choices as configuration files spell them. Two more for each model
 * that it computes with: its place, e.g. {@code models_diffusion}, and what is there, {@code
 * models_diffusion_fingerprint}. Those of {@link CheckpointColumns} say how the diffusion model was
 * read.
 */
public final class SettingsColumns {
  /** Names are few, and asked for with every record. */
  private static final Map<String, String> SNAKE_CASE = new ConcurrentHashMap<>();

  /** A hash, alone or after the weight or token that it belongs to. */
  private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{16,}\\b");

  /** What the column of a model's contents ends with. */
  public static final String FINGERPRINT = "_fingerprint";

  private SettingsColumns() {}

  /** Names and types of the values, in the order of the declarations; text for all others. */
  public static Map<String, Class<?>> types() {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      types.put(declared.column(), declared.flatType());
    }
    for (ModelRole role : ModelRole.values()) {
      if (role.isOfTrials()) {
        types.put(column(role), String.class);
        types.put(column(role) + FINGERPRINT, String.class);
      }
    }
    CheckpointColumns.names().forEach(name -> types.put(name, String.class));
    return types;
  }

  /** The values of one trial: texts, {@code Boolean}, {@code Long} and {@code Double}. */
  public static Map<String, Object> of(TrialSettings settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      values.put(declared.column(), declared.flat(settings));
    }
    return values;
  }

  /** The values of one trial with those of its models. */
  static Map<String, Object> of(Trial trial, Fingerprints fingerprints) {
    Map<String, Object> values = of(trial.settings());
    values.putAll(models(trial.settings(), trial.models(), fingerprints));
    return values;
  }

  /** The models that a stage computes with. */
  public static Map<String, Object> models(Stage stage, Fingerprints fingerprints) {
    TrialSettings settings = stage.settings();
    boolean isGeometry = stage.kind() == StageKind.GEOMETRY;
    Map<String, Object> values =
        models(
            isGeometry ? settings.withPhases(Phases.GEOMETRY_ONLY) : settings.withTexturePhase(),
            stage.models(),
            fingerprints);
    if (isGeometry && stage.models().has(ModelRole.GEOMETRY_DIFFUSION)) {
      values.keySet().removeAll(CheckpointColumns.names()); // they are of the other checkpoint
    }
    return values;
  }

  private static Map<String, Object> models(
      TrialSettings settings, ModelSettings models, Fingerprints fingerprints) {
    Set<ModelRole> roles = EnumSet.noneOf(ModelRole.class);
    for (ModelRole role : ModelRole.values()) {
      if (role.isInEveryTrial() || role.isPartOfDiffusion()) {
        roles.add(role);
      }
    }
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      ModelRole role = declared.model(settings);
      if (role != null) {
        roles.add(role);
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (ModelRole role : roles) {
      String place = models.find(role);
      if (place != null) {
        values.put(column(role), place);
        fingerprints
            .find(role, place)
            .ifPresent(hash -> values.put(column(role) + FINGERPRINT, hash));
      }
    }
    values.putAll(CheckpointColumns.of(models.checkpoint(), fingerprints));
    return values;
  }

  /**
   * The columns of the models' places, and of how the diffusion model was read, by key of a
   * configuration. Of those that have one, the column with {@link #FINGERPRINT} says what is there.
   */
  public static Map<String, String> models() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (ModelRole role : ModelRole.values()) {
      if (role.isOfTrials()) {
        columns.put(role.key(), column(role));
      }
    }
    columns.putAll(CheckpointColumns.byKey());
    return columns;
  }

  /** The columns that say how the diffusion model was read, by key of a configuration. */
  public static Map<String, String> checkpoint() {
    return CheckpointColumns.byKey();
  }

  /**
   * Returns a fingerprint, or each of several, with its first digits only, for people.
   *
   * @param digits how many are kept
   */
  public static String shortened(String fingerprint, int digits) {
    return HASH.matcher(fingerprint)
        .replaceAll(hash -> hash.group().substring(0, Math.min(digits, hash.group().length())));
  }

  private static String column(ModelRole role) {
    return snakeCase(role.key());
  }

  /** {@code viewDependentPrompts} and {@code view-dependent-prompts} alike. */
  public static String snakeCase(String name) {
    return SNAKE_CASE.computeIfAbsent(name, SettingsColumns::toSnakeCase);
  }

  private static String toSnakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .toLowerCase(Locale.ROOT);
  }
}
