package io.facesweep.models;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModels;
import io.facesweep.settings.Combination;
import io.facesweep.settings.ModelNeed;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds faces whose lines trials are to show to a ControlNet, and that do not say where they run.
 */
final class DrawnFaces {
  private DrawnFaces() {}

  /**
   * Refuses them.
   *
   * @throws UserException naming every setting and face, a line each; or if a face cannot be read
   */
  static void require(SweepConfig config, LocalModels machine) {
    Map<FaceFiles, Boolean> known = new HashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    for (Combination combination : config.combinations()) {
      List<ModelNeed> asking =
          ModelNeed.of(config.settings(combination)).stream()
              .filter(need -> need.role() == ModelRole.LANDMARK_CONTROLNET)
              .toList();
      ModelSettings models = config.models(combination);
      if (!asking.isEmpty()
          && !known.computeIfAbsent(
              machine.face(models), files -> FaceModels.open(files).lines().isPresent())) {
        asking.forEach(need -> problems.add(problem(need, models)));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(String.join("\n", problems));
    }
  }

  private static String problem(ModelNeed need, ModelSettings models) {
    return "Invalid trial.%s: true (expected false, as %s does not say where the lines of its face run; name landmarks facemesh-N or ibug-NN in models.face-regions)"
        .formatted(need.setting().path(), models.place(ModelRole.FACE));
  }
}
