package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.mesh.TextureLayout;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.settings.ControlSettings;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.ModelNeed;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialRules;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch's settings ask of the models at hand; everything that is missing is reported at
 * once.
 */
final class TrialChecks {
  private final SynthesisModels models;
  private final List<String> problems = new ArrayList<>();

  private TrialChecks(SynthesisModels models) {
    this.models = models;
  }

  /**
   * Of all phases that the trials run, and of the memory that they take.
   *
   * @throws UserException naming all problems
   */
  static void require(SynthesisModels models, List<TrialSpec> batch) {
    TrialChecks checks = new TrialChecks(models);
    for (TrialSpec trial : batch) {
      Phases phases = trial.settings().phases();
      checks.coefficients(trial);
      if (phases.hasGeometryPhase()) {
        checks.geometry(trial);
      }
      if (phases.hasTexture()) {
        checks.texture(trial);
      }
      checks.together(trial);
    }
    checks.report();
    requireMemory(models, batch);
  }

  /**
   * Of the geometry phase alone.
   *
   * @throws UserException naming all problems
   */
  static void requireGeometry(SynthesisModels models, List<TrialSpec> batch) {
    TrialChecks checks = new TrialChecks(models);
    for (TrialSpec trial : batch) {
      checks.coefficients(trial);
      checks.geometry(trial);
      checks.together(trial);
    }
    checks.report();
  }

  /**
   * Of the texture phase or joint optimisation alone.
   *
   * @throws UserException naming all problems
   */
  static void requireTexture(SynthesisModels models, List<TrialSpec> batch) {
    TrialChecks checks = new TrialChecks(models);
    for (TrialSpec trial : batch) {
      checks.coefficients(trial);
      checks.texture(trial);
      checks.together(trial);
    }
    checks.report();
  }

  /**
   * Refuses batches whose largest step does not fit into memory.
   *
   * @throws UserException naming the largest batch that fits
   */
  private static void requireMemory(SynthesisModels models, List<TrialSpec> batch) {
    MemoryEstimate estimate = new MemoryEstimate(models);
    long each = batch.stream().map(TrialSpec::settings).mapToLong(estimate::trial).max().orElse(0);
    MemoryEstimate.requireFit(
        batch.size(), each, FreeMemory.of(models.device(), batch.size() * each));
  }

  private void geometry(TrialSpec trial) {
    SynthesisModels own = models.ofGeometry();
    side(trial, own, "geometry.encode-resolution", trial.settings().geometry().encodeResolution());
    models(trial, own, trial.settings().withPhases(Phases.GEOMETRY_ONLY));
    landmarks(trial, "geometry", trial.settings().geometry().control());
  }

  private void together(TrialSpec trial) {
    for (Violation violation : TrialRules.check(trial.settings())) {
      add(
          trial,
          "Invalid %s: %s (expected %s)"
              .formatted(violation.key(), violation.value(), violation.expected()));
    }
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
    layout(trial, settings);
    side(trial, models, "texture.resolution", settings.resolution());
    side(
        trial,
        models,
        settings.encodeResolution() == 0
            ? "texture.render-resolution"
            : "texture.encode-resolution",
        settings.encodedSide());
    models(trial, models, trial.settings().withTexturePhase());
    landmarks(trial, "texture", settings.control());
    TextureImages.problems(settings.initTexture(), models.face(), settings.resolution())
        .forEach(problem -> add(trial, problem));
    for (TexturePrior prior : TexturePrior.of(settings)) {
      prior.problems(settings, models.face()).forEach(problem -> add(trial, problem));
    }
  }

  /** Looks for the models that a trial's settings ask for, among those of a phase. */
  private void models(TrialSpec trial, SynthesisModels own, TrialSettings settings) {
    for (ModelNeed need : ModelNeed.of(settings)) {
      if (!own.has(need.role())) {
        String value = Declaration.text(need.setting().value(settings));
        String reason =
            models.has(need.role())
                ? "does not fit " + ModelRole.GEOMETRY_DIFFUSION.key()
                : "is not loaded";
        add(
            trial,
            "Cannot use %s = %s: %s %s"
                .formatted(need.setting().path(), value, need.role().key(), reason));
      }
    }
  }

  private void landmarks(TrialSpec trial, String phase, ControlSettings control) {
    if (control.landmarks().on() && models.face().lines().isEmpty()) {
      add(
          trial,
          "Invalid %s.control.landmarks.on: true (expected false, as %s does not say where the lines of its face run: name landmarks facemesh-N or ibug-NN in models.face-regions)"
              .formatted(phase, models.face().name()));
    }
  }

  private void layout(TrialSpec trial, TextureSettings settings) {
    TriangleMesh mesh = models.face().mean();
    if (!TextureLayout.liesInOneTexture(mesh)) {
      add(
          trial,
          "Cannot texture %s: its texture coordinates lie in several tiles (expected 0 to 1)"
              .formatted(models.face().name()));
    } else if (settings.symmetryWeight() > 0 && !TextureLayout.mirrors(mesh)) {
      add(
          trial,
          "Invalid texture.symmetry-weight: %s (expected 0, as the texture coordinates of %s do not mirror at u = 1/2)"
              .formatted(settings.symmetryWeight(), models.face().name()));
    }
  }

  private void side(TrialSpec trial, SynthesisModels own, String key, int side) {
    int factor = own.codec().factor();
    if (side % factor != 0) {
      add(
          trial,
          "Invalid %s: %d (expected a multiple of %d, the VAE's factor)"
              .formatted(key, side, factor));
    }
  }

  private void add(TrialSpec trial, String problem) {
    problems.add("trial %s: %s".formatted(trial.id(), problem));
  }

  private void report() {
    if (!problems.isEmpty()) {
      throw new UserException("Cannot run the batch: %s".formatted(String.join("; ", problems)));
    }
  }
}
