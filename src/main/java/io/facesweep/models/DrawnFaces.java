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
import java.util.List;
import java.util.Map;

/** Finds faces whose lines trials are to show to a ControlNet, and that do not say where they run. */
final class DrawnFaces {
  private DrawnFaces() {}

  /**
   * Refuses them.
   *
   * @throws UserException naming the setting and the face, or if a face cannot be read
   */
  static void require(SweepConfig config, LocalModels machine) {
    Map<FaceFiles, Boolean> known = new HashMap<>();
    for (Combination combination : config.combinations()) {
      List<String> asking =
          ModelNeed.of(config.settings(combination)).stream()
              .filter(need -> need.role() == ModelRole.LANDMARK_CONTROLNET)
              .map(need -> "trial." + need.setting().path())
              .toList();
      ModelSettings models = config.models(combination);
      if (!asking.isEmpty()
          && !known.computeIfAbsent(
              machine.face(models), files -> FaceModels.open(files).lines().isPresent())) {
        throw new UserException(
            "Invalid %s: true (expected false, as %s does not say where the lines of its face run; name landmarks facemesh-N or ibug-NN in models.face-regions)"
                .formatted(asking.get(0), models.place(ModelRole.FACE)));
      }
    }
  }
}
