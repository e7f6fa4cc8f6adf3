package io.facesweep.models;

import io.facesweep.diffusion.NativeSize;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Compares the sizes of pictures that a diffusion model is shown with the size that it was trained
 * on. At another size it sees other things in them: a model of 64 pixels finds no face in 512.
 */
public final class RenderSizes implements TrialLook {
  /** Sides further apart than by this factor are worth a warning. */
  private static final double FAR = 1.5;

  private static final String GEOMETRY_SIDE = "geometry.encode-resolution";

  private final LocalModels machine;
  private final Map<String, OptionalInt> sizes = new HashMap<>();
  private final Set<String> warnings = new TreeSet<>();

  /**
   * @param hadoop how to reach a snapshot that lies elsewhere
   */
  public RenderSizes(Configuration hadoop) {
    this.machine = LocalModels.ofThisMachine(hadoop);
  }

  /**
   * Compares the pictures of a trial with their model's own size.
   *
   * @throws io.facesweep.UserException if a snapshot's configuration cannot be read
   */
  @Override
  public void look(TrialSettings trial, ModelSettings models) {
    String parts = models.find(ModelRole.PARTS);
    Path lacking = parts == null ? null : Path.of(machine.local(parts));
    sides(trial)
        .forEach(
            (key, side) -> {
              String model = models.place(model(models, key));
              sizes
                  .computeIfAbsent(model, m -> NativeSize.of(Path.of(machine.local(m)), lacking))
                  .ifPresent(
                      own -> {
                        if (isFar(side, own)) {
                          warnings.add(warning(key, side, own, model));
                        }
                      });
            });
  }

  /**
   * Returns a line for each key and side that is far from its model's own; none where all is well,
   * or where a snapshot does not state its size.
   */
  @Override
  public List<String> lines() {
    return List.copyOf(warnings);
  }

  /** Which model is shown pictures of the side that a key gives. */
  private static ModelRole model(ModelSettings models, String key) {
    return key.equals(GEOMETRY_SIDE) && models.has(ModelRole.GEOMETRY_DIFFUSION)
        ? ModelRole.GEOMETRY_DIFFUSION
        : ModelRole.DIFFUSION;
  }

  private static boolean isFar(int side, int own) {
    return side > own * FAR || own > side * FAR;
  }

  private static String warning(String key, int side, int own, String model) {
    return "%s = %d pixels, but %s was trained on pictures of %d: it may not know heads of that size"
            .formatted(key, side, model, own)
        + " (its own would be trial.%s = %d)".formatted(key, own);
  }

  /** What a trial shows to the diffusion model: sides by key. */
  private static Map<String, Integer> sides(TrialSettings trial) {
    Map<String, Integer> sides = new HashMap<>();
    if (trial.phases().hasGeometryPhase()) {
      sides.put(GEOMETRY_SIDE, trial.geometry().encodeResolution());
    }
    if (trial.phases().hasTexture()) {
      sides.put(
          trial.texture().encodeResolution() == 0
              ? "texture.render-resolution"
              : "texture.encode-resolution",
          trial.texture().encodedSide());
      if (trial.texture().prior().asksDiffusionModel()) {
        sides.put("texture.resolution", trial.texture().resolution());
      }
    }
    return sides;
  }
}
