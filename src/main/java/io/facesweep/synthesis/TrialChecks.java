package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.config.GeometrySettings;
import io.facesweep.config.Phases;
import io.facesweep.config.TexturePrior;
import io.facesweep.config.TextureSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch's settings ask of the models at hand; everything that is missing is reported at once. */
final class TrialChecks {
  private final SynthesisModels models;
  private final List<String> problems = new ArrayList<>();

  private TrialChecks(SynthesisModels models) {
    this.models = models;
  }

  /**
   * @throws UserException naming all that a geometry phase cannot run with
   */
  static void requireGeometry(SynthesisModels models, List<TrialSpec> batch) {
    TrialChecks checks = new TrialChecks(models);
    for (TrialSpec trial : batch) {
      checks.coefficients(trial);
      GeometrySettings settings = trial.settings().geometry();
      checks.side(trial, "geometry.encode-resolution", settings.encodeResolution());
    }
    checks.report();
  }

  /**
   * @throws UserException naming all that a texture phase or joint optimisation cannot run with
   */
  static void requireTexture(SynthesisModels models, List<TrialSpec> batch) {
    TrialChecks checks = new TrialChecks(models);
    for (TrialSpec trial : batch) {
      checks.coefficients(trial);
      checks.texture(trial);
    }
    checks.report();
  }

  private void coefficients(TrialSpec trial) {
    int given = trial.settings().geometry().coefficients().size();
    int count = models.face().identityCount();
    if (given > count) {
      add(
          trial,
          "Invalid geometry.coefficients: %d values (expected at most %d, as %s has)"
              .formatted(given, count, models.face().name()));
    }
  }

  private void texture(TrialSpec trial) {
    TextureSettings settings = trial.settings().texture();
    if (!models.face().mean().isTextured()) {
      add(
          trial,
          "Cannot texture %s: it has no texture coordinates (use phases = geometry-only)"
              .formatted(models.face().name()));
    }
    side(trial, "texture.resolution", settings.resolution());
    side(trial, "texture.render-resolution", settings.renderResolution());
    if (settings.depthControl() && !models.diffusion().has(ControlRole.DEPTH)) {
      missing(trial, "texture.depth-control = true", "models.depth-controlnet");
    }
    TexturePrior prior = settings.prior();
    if (prior == TexturePrior.CANNY_CONTROLNET
        && !models.diffusion().has(ControlRole.TEXTURE_EDGES)) {
      missing(trial, "texture.prior = canny-controlnet", "models.texture-controlnet");
    }
    if (prior == TexturePrior.TEXTURE_UNET) {
      present(trial, models.textureUnet(), "texture.prior = texture-unet", "models.texture-unet");
      if (settings.priorYuv()) {
        present(
            trial,
            models.textureUnetYuv(),
            "texture.prior-yuv = true",
            "models.texture-unet-yuv");
      }
    }
    if (settings.latentSteps() > settings.steps()) {
      add(
          trial,
          "Invalid texture.latent-steps: %d (expected at most texture.steps, which is %d)"
              .formatted(settings.latentSteps(), settings.steps()));
    }
    if (trial.settings().phases() == Phases.TEXTURE_ONLY
        && trial.settings().geometry().coefficients().isEmpty()) {
      add(
          trial,
          "Invalid geometry.coefficients: [] (expected the shape's coefficients with phases = texture-only)");
    }
  }

  private void side(TrialSpec trial, String key, int side) {
    int factor = models.codec().factor();
    if (side % factor != 0) {
      add(
          trial,
          "Invalid %s: %d (expected a multiple of %d, the VAE's factor)"
              .formatted(key, side, factor));
    }
  }

  private void present(
      TrialSpec trial, @Nullable ScoreModel model, String setting, String modelKey) {
    if (model == null) {
      missing(trial, setting, modelKey);
    }
  }

  private void missing(TrialSpec trial, String setting, String modelKey) {
    add(trial, "Cannot use %s: %s is not loaded".formatted(setting, modelKey));
  }

  private void add(TrialSpec trial, String problem) {
    problems.add("trial %s: %s".formatted(trial.id(), problem));
  }

  private void report() {
    if (!problems.isEmpty()) {
      throw new UserException(
          "Cannot run the batch: %s".formatted(String.join("; ", problems)));
    }
  }
}
