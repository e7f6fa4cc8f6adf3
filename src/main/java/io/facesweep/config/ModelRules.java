package io.facesweep.config;

import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which checkpoints the settings of one trial need. */
final class ModelRules {
  /**
   * A model that a setting asks for.
   *
   * @param key of the setting
   * @param otherwise what it could be without the model, for people
   */
  private record Need(ModelRole role, String key, String otherwise) {}

  private ModelRules() {}

  /**
   * Everything that cannot work with these checkpoints.
   *
   * @param source of a setting's value, as {@link
   *     io.facesweep.settings.TrialRules#check(TrialSettings, UnaryOperator)}
   */
  static List<Violation> check(
      TrialSettings trial, ModelSettings models, UnaryOperator<String> source) {
    return needs(trial).stream()
        .filter(need -> !models.has(need.role()))
        .map(
            need ->
                Violation.of(
                    trial,
                    source,
                    need.key(),
                    "%s, or %s to be set".formatted(need.otherwise(), need.role().key())))
        .toList();
  }

  /** Whether a trial computes with the model of a role. */
  static boolean isUsed(ModelRole role, TrialSettings trial) {
    return role.isInEveryTrial() || needs(trial).stream().anyMatch(need -> need.role() == role);
  }

  private static List<Need> needs(TrialSettings trial) {
    List<Need> needs = new ArrayList<>();
    if (!trial.phases().hasTexture()) {
      return needs;
    }
    TextureSettings texture = trial.texture();
    if (texture.depthControl()) {
      needs.add(new Need(ModelRole.DEPTH_CONTROLNET, "texture.depth-control", "false"));
    }
    TexturePrior prior = texture.prior();
    if (prior == TexturePrior.CANNY_CONTROLNET) {
      needs.add(new Need(ModelRole.TEXTURE_CONTROLNET, "texture.prior", "another prior"));
    }
    if (prior == TexturePrior.TEXTURE_UNET) {
      needs.add(new Need(ModelRole.TEXTURE_UNET, "texture.prior", "another prior"));
      if (texture.priorYuv()) {
        needs.add(new Need(ModelRole.TEXTURE_UNET_YUV, "texture.prior-yuv", "false"));
      }
    }
    return needs;
  }
}
