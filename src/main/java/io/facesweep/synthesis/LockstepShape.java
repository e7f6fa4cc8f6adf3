package io.facesweep.synthesis;

import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What trials must have in common to run in lockstep: everything that shapes tensors or decides
 * which nets run. All else may differ: prompts, seeds, scales, rates, weights, views, lights,
 * timestep schedules, starts.
 *
 * @param phases which phases run
 * @param geometry of the geometry phase; null where its settings are not used
 * @param texture of the texture phase or of joint optimisation; null where there is no texture
 */
public record LockstepShape(Phases phases, @Nullable Geometry geometry, @Nullable Texture texture)
    implements Serializable {

  /** Of a geometry block; with joint optimisation only the optimiser counts, the rest is fixed. */
  public record Geometry(int steps, int resolution, int encodeResolution, OptimizerKind optimizer)
      implements Serializable {}

  /** Of a texture block. */
  public record Texture(
      int steps,
      int latentSteps,
      int resolution,
      int renderResolution,
      OptimizerKind optimizer,
      boolean depthControl,
      TexturePrior prior,
      boolean priorYuv,
      boolean wrap)
      implements Serializable {}

  /** Of a whole trial. */
  public static LockstepShape of(TrialSettings settings) {
    Phases phases = settings.phases();
    return new LockstepShape(
        phases,
        phases == Phases.TEXTURE_ONLY ? null : geometry(settings.geometry(), phases),
        phases.hasTexture() ? texture(settings.texture()) : null);
  }

  /** Of a trial's geometry phase, whatever its other settings are. */
  public static LockstepShape ofGeometry(TrialSettings settings) {
    Geometry geometry = geometry(settings.geometry(), Phases.GEOMETRY_ONLY);
    return new LockstepShape(Phases.GEOMETRY_ONLY, geometry, null);
  }

  /** Of a trial's texture phase on a fixed head, whatever its other settings are. */
  public static LockstepShape ofTexture(TrialSettings settings) {
    return new LockstepShape(Phases.TEXTURE_ONLY, null, texture(settings.texture()));
  }

  /**
   * The shape that all of these whole trials have.
   *
   * @throws IllegalArgumentException naming the first trial that differs, and in what; and if there
   *     is none
   */
  public static LockstepShape of(List<TrialSpec> batch) {
    return common(batch, LockstepShape::of);
  }

  /**
   * The shape that all trials have in what {@code shape} looks at.
   *
   * @throws IllegalArgumentException as {@link #of(List)}
   */
  static LockstepShape common(List<TrialSpec> batch, Function<TrialSettings, LockstepShape> shape) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("Invalid batch: no trials (expected at least 1)");
    }
    LockstepShape first = shape.apply(batch.get(0).settings());
    for (TrialSpec trial : batch) {
      LockstepShape own = shape.apply(trial.settings());
      if (!own.equals(first)) {
        throw new IllegalArgumentException(
            "Cannot run trials %s and %s in lockstep: they differ in %s"
                .formatted(
                    batch.get(0).id(), trial.id(), String.join(", ", first.differences(own))));
      }
    }
    return first;
  }

  /** Names and values of what differs, such as {@code texture.steps (4 and 8)}; empty if equal. */
  public List<String> differences(LockstepShape other) {
    List<String> differences = new ArrayList<>();
    if (phases != other.phases) {
      differences.add("phases (%s and %s)".formatted(phases, other.phases));
    }
    compare("geometry.", geometry, other.geometry, differences);
    compare("texture.", texture, other.texture, differences);
    return differences;
  }

  private static Geometry geometry(GeometrySettings settings, Phases phases) {
    boolean own = phases.hasGeometryPhase();
    return new Geometry(
        own ? settings.steps() : 0,
        own ? settings.resolution() : 0,
        own ? settings.encodeResolution() : 0,
        settings.optimizer().kind());
  }

  private static Texture texture(TextureSettings settings) {
    return new Texture(
        settings.steps(),
        settings.latentSteps(),
        settings.resolution(),
        settings.renderResolution(),
        settings.optimizer().kind(),
        settings.depthControl(),
        settings.prior(),
        settings.prior() == TexturePrior.TEXTURE_UNET && settings.priorYuv(),
        settings.wrap());
  }

  private static void compare(
      String prefix, @Nullable Record a, @Nullable Record b, List<String> differences) {
    if (a == null || b == null) {
      return;
    }
    for (RecordComponent component : a.getClass().getRecordComponents()) {
      Object first = value(component, a);
      Object second = value(component, b);
      if (!Objects.equals(first, second)) {
        differences.add("%s%s (%s and %s)".formatted(prefix, component.getName(), first, second));
      }
    }
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component.getName() + " of " + record, e);
    }
  }
}
