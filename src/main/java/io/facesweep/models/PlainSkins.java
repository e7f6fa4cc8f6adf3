package io.facesweep.models;

import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.face.RegionNames;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.PriorKind;
import io.facesweep.settings.Setting;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Finds faces on which the plain skin, with which textures begin, is of one colour: they do not say
 * where lips, eyes and scalp are.
 */
public final class PlainSkins implements TrialLook {
  private static final String SKIN = "builtin:skin";

  private final LocalModels machine;
  private final Map<FaceFiles, Boolean> plain = new HashMap<>();
  private final Set<String> warnings = new TreeSet<>();

  /**
   * @param hadoop how to reach faces that lie elsewhere
   */
  public PlainSkins(Configuration hadoop) {
    this.machine = LocalModels.ofThisMachine(hadoop);
  }

  /**
   * Looks at the face of a trial whose texture begins with the plain skin.
   *
   * @throws io.facesweep.UserException if the face cannot be read
   */
  @Override
  public void look(TrialSettings trial, ModelSettings models) {
    TextureSettings texture = trial.texture();
    if (trial.phases().hasTexture() && texture.initTexture().equals(SKIN)) {
      FaceFiles files = machine.face(models);
      if (plain.computeIfAbsent(files, f -> isPlain(FaceModels.open(f)))) {
        warnings.add(warning(models.place(ModelRole.FACE), hasEdges(texture)));
      }
    }
  }

  /** Returns a line for each face; none where all is well. */
  @Override
  public List<String> lines() {
    return List.copyOf(warnings);
  }

  private static boolean isPlain(FaceModel face) {
    return RegionNames.painted(face).isEmpty();
  }

  private static boolean hasEdges(TextureSettings texture) {
    return texture.prior() == PriorKind.CANNY_CONTROLNET
        && texture.priorEdges().equals(Setting.AUTO);
  }

  private static String warning(String face, boolean hasEdges) {
    return "texture.init-texture = %s is of one colour on %s, which has none of the regions %s%s (give them by models.face-regions, or a picture)"
        .formatted(
            SKIN,
            face,
            String.join(", ", RegionNames.PAINTED),
            hasEdges ? ": texture.prior-edges = auto has no edges" : "");
  }
}
