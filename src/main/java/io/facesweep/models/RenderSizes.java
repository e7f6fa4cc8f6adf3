package io.facesweep.models;

import io.facesweep.config.SweepConfig;
import io.facesweep.diffusion.NativeSize;
import io.facesweep.settings.Combination;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TrialSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Compares the sizes of pictures that a diffusion model is shown with the size that it was trained
 * on. At another size it sees other things in them: a model of 64 pixels finds no face in 512.
 */
public final class RenderSizes {
  /** Sides further apart than by this factor are worth a warning. */
  private static final double FAR = 1.5;

  private RenderSizes() {}

  /**
   * Warns of settings whose pictures are far from the model's own size.
   *
   * @param hadoop how to reach a snapshot that lies elsewhere
   * @return a line for each such key; empty where all is well, or where the snapshot does not state
   *     its size
   * @throws io.facesweep.UserException if the snapshot's configuration cannot be read
   */
  public static List<String> warnings(SweepConfig config, Configuration hadoop) {
    String local =
        LocalModels.ofThisMachine(hadoop).local(config.models().place(ModelRole.DIFFUSION));
    OptionalInt own = NativeSize.of(Path.of(local));
    List<String> warnings = new ArrayList<>();
    if (own.isPresent()) {
      sides(config)
          .forEach(
              (key, sides) ->
                  sides.stream()
                      .filter(side -> isFar(side, own.getAsInt()))
                      .forEach(side -> warnings.add(warning(key, side, own.getAsInt(), config))));
    }
    return warnings;
  }

  private static boolean isFar(int side, int own) {
    return side > own * FAR || own > side * FAR;
  }

  private static String warning(String key, int side, int own, SweepConfig config) {
    return "%s = %d pixels, but %s was trained on pictures of %d: it may not know heads of"
            .formatted(key, side, config.models().place(ModelRole.DIFFUSION), own)
        + " that size (its own would be trial.%s = %d)".formatted(key, own);
  }

  /** What the sweep's trials show to the diffusion model: distinct sides by key. */
  private static Map<String, TreeSet<Integer>> sides(SweepConfig config) {
    Map<String, TreeSet<Integer>> sides = new TreeMap<>();
    for (Combination combination : config.combinations()) {
      TrialSettings settings = config.settings(combination);
      if (settings.phases().hasGeometryPhase()) {
        add(sides, "geometry.encode-resolution", settings.geometry().encodeResolution());
      }
      if (settings.phases().hasTexture()) {
        add(sides, "texture.render-resolution", settings.texture().renderResolution());
        if (settings.texture().prior() == TexturePrior.CANNY_CONTROLNET) {
          add(sides, "texture.resolution", settings.texture().resolution());
        }
      }
    }
    return sides;
  }

  private static void add(Map<String, TreeSet<Integer>> sides, String key, int side) {
    sides.computeIfAbsent(key, k -> new TreeSet<>()).add(side);
  }
}
