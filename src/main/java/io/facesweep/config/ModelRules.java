package io.facesweep.config;

import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which checkpoints the settings of one trial need. */
final class ModelRules {
  private final TrialSettings trial;
  private final UnaryOperator<String> source;
  private final List<Violation> violations = new ArrayList<>();

  private ModelRules(TrialSettings trial, UnaryOperator<String> source) {
    this.trial = trial;
    this.source = source;
  }

  /**
   * Everything that cannot work with these checkpoints.
   *
   * @param source of a setting's value, as {@link
   *     io.facesweep.settings.TrialRules#check(TrialSettings, UnaryOperator)}
   */
  static List<Violation> check(
      TrialSettings trial, ModelSettings models, UnaryOperator<String> source) {
    ModelRules rules = new ModelRules(trial, source);
    if (trial.phases().hasTexture()) {
      rules.texture(models);
    }
    return rules.violations;
  }

  private void texture(ModelSettings models) {
    TextureSettings texture = trial.texture();
    if (texture.depthControl()) {
      needs(models.depthControlnet(), "models.depth-controlnet", "texture.depth-control", "false");
    }
    TexturePrior prior = texture.prior();
    if (prior == TexturePrior.CANNY_CONTROLNET) {
      needs(
          models.textureControlnet(),
          "models.texture-controlnet",
          "texture.prior",
          "another prior");
    }
    if (prior == TexturePrior.TEXTURE_UNET) {
      needs(models.textureUnet(), "models.texture-unet", "texture.prior", "another prior");
      if (texture.priorYuv()) {
        needs(models.textureUnetYuv(), "models.texture-unet-yuv", "texture.prior-yuv", "false");
      }
    }
  }

  private void needs(@Nullable String model, String modelKey, String key, String otherwise) {
    if (model == null) {
      violations.add(
          Violation.of(trial, source, key, "%s, or %s to be set".formatted(otherwise, modelKey)));
    }
  }
}
