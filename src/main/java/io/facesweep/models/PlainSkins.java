package io.facesweep.models;

import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.face.RegionNames;
import io.facesweep.settings.Combination;
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
public final class PlainSkins {
  private static final String SKIN = "builtin:skin";

  private PlainSkins() {}

  /**
   * Warns of them.
   *
   * @param hadoop how to reach faces that lie elsewhere
   * @return a line for each; empty where all is well
   * @throws io.facesweep.UserException if a face cannot be read
   */
  public static List<String> warnings(SweepConfig config, Configuration hadoop) {
    LocalModels machine = LocalModels.ofThisMachine(hadoop);
    Map<FaceFiles, Boolean> plain = new HashMap<>();
    Set<String> warnings = new TreeSet<>();
    for (Combination combination : config.combinations()) {
      TrialSettings trial = config.settings(combination);
      TextureSettings texture = trial.texture();
      if (trial.phases().hasTexture() && texture.initTexture().equals(SKIN)) {
        ModelSettings models = config.models(combination);
        FaceFiles files = machine.face(models);
        if (plain.computeIfAbsent(files, f -> isPlain(FaceModels.open(f)))) {
          warnings.add(warning(models.place(ModelRole.FACE), hasEdges(texture)));
        }
      }
    }
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
