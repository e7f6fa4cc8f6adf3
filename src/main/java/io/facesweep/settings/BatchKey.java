package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What stages must have in common to run in lockstep as one batch, and what their cost depends on:
 * the settings that are declared to {@linkplain Setting#shapes shape} it, where they count. All
 * others, from prompts to rates and weights, are a vector over the batch.
 *
 * @param shape the shaping settings, {@code phases} those that the stage runs; all others say
 *     nothing
 */
public record BatchKey(TrialSettings shape) implements Serializable {
  private static final Declarations<TrialSettings> DECLARED = TrialSettings.DECLARED;

  /** Predictions of a step of SDS. */
  private static final double PASSES = 2;

  /** Work of a ControlNet, of that of a UNet. */
  private static final double CONTROL = 0.4;

  private static final List<Declaration> SHAPING =
      DECLARED.all().stream().filter(d -> d.setting().shapes() != Shapes.NOT).toList();

  /** Work of a texture's pass through the VAE and back, of that of a UNet. */
  private static final double ENCODER = 4;

  private static final double DECODER = 8;

  /** The key of all that a trial runs. */
  public static BatchKey of(TrialSettings trial) {
    return new BatchKey(
        DECLARED.make(
            declared -> {
              if (!declared.isUsed(trial)) {
                return declared.neutral();
              }
              Object value = declared.value(trial);
              return switch (declared.setting().shapes()) {
                case NOT -> declared.neutral();
                case BY_VALUE -> value;
                case IF_POSITIVE -> presence(value);
                case IF_PERP_NEG -> trial.views().predicted() > 0 ? value : declared.neutral();
              };
            }));
  }

  /** The key of a trial's geometry stage, whatever its other settings are. */
  public static BatchKey geometry(TrialSettings trial) {
    return of(trial.withPhases(Phases.GEOMETRY_ONLY));
  }

  /** The key of a trial's texture stage, or of its joint one. */
  public static BatchKey texture(TrialSettings trial) {
    return of(trial.withTexturePhase());
  }

  /**
   * A trial's shaping settings by the {@linkplain Declaration#column columns} of its record; all
   * others say nothing.
   *
   * @throws IllegalArgumentException if one is missing or no value of its setting
   */
  public static TrialSettings ofColumns(Map<String, ?> cells) {
    return DECLARED.make(
        declared ->
            declared.setting().shapes() == Shapes.NOT || isOlder(declared, cells)
                ? declared.neutral()
                : declared.ofFlat(cells.get(declared.column())));
  }

  /** Whether the columns were written before the setting came, which is off at its default. */
  private static boolean isOlder(Declaration declared, Map<String, ?> cells) {
    return declared.setting().addedLater() && cells.get(declared.column()) == null;
  }

  /** Whether it is of a geometry stage. */
  public boolean isGeometry() {
    return shape.phases() == Phases.GEOMETRY_ONLY;
  }

  /** Names and values of what differs, such as {@code texture.steps (4 and 8)}; empty if equal. */
  public List<String> differences(BatchKey other) {
    List<String> differences = new ArrayList<>();
    for (Declaration declared : SHAPING) {
      Object mine = declared.value(shape);
      Object theirs = declared.value(other.shape);
      if (counts(declared, other) && !Objects.equals(mine, theirs)) {
        differences.add(
            "%s (%s and %s)"
                .formatted(declared.path(), Declaration.text(mine), Declaration.text(theirs)));
      }
    }
    return differences;
  }

  /** Whether both have a say on a setting; on how views are told they always have. */
  private boolean counts(Declaration declared, BatchKey other) {
    return declared.setting().shapes() == Shapes.IF_PERP_NEG
        ? declared.type() == ViewConditioning.class
        : declared.isUsed(shape) && declared.isUsed(other.shape);
  }

  /**
   * A rough measure of the work of one stage of this key: steps x pixels of the net's input,
   * weighted by how many nets look at them, and how often. Only good for comparing keys.
   */
  public double work() {
    GeometrySettings geometry = shape.geometry();
    TextureSettings texture = shape.texture();
    if (isGeometry()) {
      double nets = passes(geometry.guidance(), geometry.steps()) / PASSES;
      nets += geometry.steps() * CONTROL * ModelNeed.of(shape).size();
      return (nets + 4.0 * geometry.steps())
          * geometry.encodeResolution()
          * geometry.encodeResolution();
    }
    int steps = shape.textureSteps();
    double nets = passes(texture.guidance(), steps) / PASSES;
    nets += texture.prior().asksDiffusionModel() ? steps : 0;
    for (ModelNeed need : ModelNeed.of(shape)) {
      boolean isControl = need.role().form() == ModelRole.Form.CONTROLNET;
      nets += steps * (isControl ? CONTROL : 1);
    }
    double imageSteps = steps - shape.latentSteps();
    double vae = texture.parameter() == TextureParameter.RGB ? ENCODER : ENCODER + DECODER;
    double side = texture.encodedSide();
    return (nets + vae * imageSteps) * side * side;
  }

  /** How many predictions of the UNet the distillation of a phase takes for a trial, about. */
  private double passes(GuidanceSettings guidance, int steps) {
    return guidance.passes(steps) + steps * shape.views().predicted();
  }

  /** Whether it stands for any conditioning that is not perp-neg. */
  private boolean isOff(Declaration declared) {
    return declared.setting().shapes() == Shapes.IF_PERP_NEG && shape.views().predicted() == 0;
  }

  private static Object presence(Object value) {
    return ((Number) value).doubleValue() > 0 ? 1.0 : 0.0;
  }

  /** The settings that it is made of. */
  @Override
  public String toString() {
    return SHAPING.stream()
        .filter(declared -> declared.isUsed(shape))
        .filter(declared -> !isOff(declared))
        .map(declared -> declared.path() + " = " + Declaration.text(declared.value(shape)))
        .collect(Collectors.joining(", ", "BatchKey[", "]"));
  }
}
