package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.models.LocalModels;
import io.facesweep.models.TrialLook;
import io.facesweep.settings.ModelSettings;
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
final class EdgeMaps implements TrialLook {
  private static final Pattern MADE_HERE = Pattern.compile("auto|builtin:.*");

  private final LocalModels machine;
  private final Map<FaceFiles, FaceModel> faces = new HashMap<>();
  private final Set<List<Object>> known = new HashSet<>();
  private final Set<String> problems = new TreeSet<>();

  /**
   * @param hadoop how to reach faces and images that lie elsewhere
   */
  EdgeMaps(Configuration hadoop) {
    this.machine = LocalModels.ofThisMachine(hadoop);
  }

  @Override
  public void look(TrialSettings trial, ModelSettings models) {
    TextureSettings texture = trial.texture();
    FaceFiles files = machine.face(models);
    List<Object> key =
        List.of(files, texture.initTexture(), texture.priorEdges(), texture.resolution());
    boolean hasEdges = trial.phases().hasTexture() && texture.prior() == PriorKind.CANNY_CONTROLNET;
    if (hasEdges && known.add(key)) {
      FaceModel face = faces.computeIfAbsent(files, FaceModels::open);
      TextureSettings local =
          trial.withImages(n -> MADE_HERE.matcher(n).matches() ? n : machine.local(n)).texture();
      problems.addAll(PriorEdges.problems(local, face));
    }
  }

  @Override
  public List<String> lines() {
    return List.copyOf(problems);
  }

  /**
   * Refuses a sweep some of whose trials have a Canny prior that is shown no edges.
   *
   * @throws UserException naming all of them
   */
  void requireAll() {
    if (!problems.isEmpty()) {
      throw new UserException("Cannot run the sweep: " + String.join("; ", problems));
    }
  }
}
