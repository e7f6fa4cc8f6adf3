package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.models.LocalModels;
import io.facesweep.settings.Combination;
import io.facesweep.settings.PriorKind;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.PriorEdges;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Looks at the edges that Canny priors of a sweep are given, before anything is computed. */
public final class EdgeMaps {
  private static final Pattern MADE_HERE = Pattern.compile("auto|builtin:.*");

  private EdgeMaps() {}

  /**
   * Refuses a sweep some of whose trials have a Canny prior that is shown no edges.
   *
   * @param hadoop how to reach faces and images that lie elsewhere
   * @throws UserException naming all of them
   */
  public static void require(SweepConfig config, Configuration hadoop) {
    LocalModels machine = LocalModels.ofThisMachine(hadoop);
    Map<FaceFiles, FaceModel> faces = new HashMap<>();
    Set<List<Object>> known = new HashSet<>();
    Set<String> problems = new TreeSet<>();
    for (Combination combination : config.combinations()) {
      TrialSettings trial = config.settings(combination);
      TextureSettings texture = trial.texture();
      FaceFiles files = machine.face(config.models(combination));
      List<Object> key =
          List.of(files, texture.initTexture(), texture.priorEdges(), texture.resolution());
      boolean hasEdges =
          trial.phases().hasTexture() && texture.prior() == PriorKind.CANNY_CONTROLNET;
      if (hasEdges && known.add(key)) {
        FaceModel face = faces.computeIfAbsent(files, FaceModels::open);
        TextureSettings local =
            trial.withImages(n -> MADE_HERE.matcher(n).matches() ? n : machine.local(n)).texture();
        problems.addAll(PriorEdges.problems(local, face));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException("Cannot run the sweep: " + String.join("; ", problems));
    }
  }
}
