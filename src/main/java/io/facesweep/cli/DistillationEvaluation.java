package io.facesweep.cli;

import io.facesweep.config.Dtype;
import io.facesweep.config.ModelSettings;
import io.facesweep.config.TrialSettings;
import io.facesweep.face.FaceModel;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Device;
import io.facesweep.train.ColourOracle;
import io.facesweep.train.DemoEvaluation;
import io.facesweep.train.DemoRecipe;
import io.facesweep.train.ShapeTrait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What prompts do to score distillation on a demo checkpoint, read off by oracles. */
final class DistillationEvaluation {
  private static final String VIEWS =
      """
      views {
        distance = %s
        geometry { preset = full-turn, distance-offset { min = 0, max = %s } }
        texture { preset = full-turn, distance-offset { min = 0, max = %s } }
      }
      """;
  private static final String GEOMETRY =
      """
      phases = geometry-only
      geometry {
        steps = %d, resolution = %d, encode-resolution = %2$d, l2-weight = 0.01
        guidance { scale = 25, t-max = 0.9, t-min = 0.3 }
      }
      """;
  private static final String TEXTURE =
      """
      phases = texture-only
      geometry.coefficients = [0]
      texture {
        steps = %d, latent-steps = %d, resolution = %d, render-resolution = %3$d
        guidance.scale = 10, wrap = true
      }
      """;

  private final LoadedModels models;
  private final DemoRecipe recipe;
  private final int seeds;

  private DistillationEvaluation(LoadedModels models, DemoRecipe recipe, int seeds) {
    this.models = models;
    this.recipe = recipe;
    this.seeds = seeds;
  }

  /**
   * Figures by name: {@code sds_skin} and {@code sds_hair}, shares of textures with the colours of
   * their prompts; for each trait of shape the mean coefficients of the prompts for more and for
   * less of it, {@code sds_shape}, the share of geometries that moved the right way from the mean
   * head, and {@code sds_shape_pairs}, the share of pairs (more, less) in the right order under the
   * same random numbers.
   *
   * @param steps of either phase
   */
  static Map<String, Double> run(Path snapshot, int seeds, int steps, Device device) {
    ModelSettings settings =
        new ModelSettings(
            snapshot.toString(), null, null, null, null, null, "builtin:head", Dtype.AUTO);
    try (LoadedModels models = LoadedModels.open(settings, device)) {
      DemoRecipe recipe = DemoRecipe.of(snapshot);
      DistillationEvaluation evaluation = new DistillationEvaluation(models, recipe, seeds);
      Map<String, Double> figures = new LinkedHashMap<>();
      evaluation.shapes(steps, figures);
      evaluation.colours(steps, figures);
      return figures;
    }
  }

  /** The cameras that training pictures were taken with. */
  private String views() {
    double spread = recipe.cameraSpread();
    return VIEWS.formatted(recipe.cameraDistance(), spread, spread);
  }

  private List<TrialResult.Completed> run(List<TrialSpec> batch) {
    List<TrialResult.Completed> results = new ArrayList<>();
    StepListener none = (trial, record, total) -> {};
    for (TrialResult result :
        new Synthesis(models.models(), SynthesisOptions.PLAIN, none).run(batch)) {
      if (result instanceof TrialResult.Completed completed) {
        results.add(completed);
      } else {
        throw new IllegalStateException(
            "Cannot evaluate: trial %s failed".formatted(result.trial().id()));
      }
    }
    return results;
  }

  private void shapes(int steps, Map<String, Double> figures) {
    FaceModel face = models.models().face();
    TrialSettings settings =
        TrialSettings.parse(views() + GEOMETRY.formatted(steps, recipe.side()));
    double[][] measured = new double[2][];
    for (ShapeTrait.Direction direction : ShapeTrait.Direction.values()) {
      List<TrialSpec> batch = new ArrayList<>();
      for (ShapeTrait trait : ShapeTrait.values()) {
        String prompt = "a grey clay head with " + trait.phrase(direction);
        for (int seed = 0; seed < seeds; seed++) {
          batch.add(new TrialSpec(trait.name(), prompt, seed, settings));
        }
      }
      List<TrialResult.Completed> results = run(batch);
      double[] own = new double[results.size()];
      for (int i = 0; i < own.length; i++) {
        ShapeTrait trait = ShapeTrait.values()[i / seeds];
        own[i] = trait.measure(results.get(i).geometry().coefficients(), face);
      }
      measured[direction.ordinal()] = own;
    }
    int signs = 0;
    int pairs = 0;
    double[] more = measured[ShapeTrait.Direction.MORE.ordinal()];
    double[] less = measured[ShapeTrait.Direction.LESS.ordinal()];
    for (ShapeTrait trait : ShapeTrait.values()) {
      double moreMean = 0;
      double lessMean = 0;
      for (int i = trait.ordinal() * seeds; i < (trait.ordinal() + 1) * seeds; i++) {
        moreMean += more[i] / seeds;
        lessMean += less[i] / seeds;
        signs += (more[i] > 0 ? 1 : 0) + (less[i] < 0 ? 1 : 0);
        pairs += more[i] > less[i] ? 1 : 0;
      }
      String name = "sds_" + trait.name().toLowerCase(Locale.ROOT);
      figures.put(name + "_more", moreMean);
      figures.put(name + "_less", lessMean);
    }
    figures.put("sds_shape", (double) signs / (2 * more.length));
    figures.put("sds_shape_pairs", (double) pairs / more.length);
  }

  private void colours(int steps, Map<String, Double> figures) {
    TrialSettings settings =
        TrialSettings.parse(views() + TEXTURE.formatted(steps, steps / 2, recipe.side()));
    List<DemoEvaluation.Prompt> prompts = DemoEvaluation.heldOutPrompts();
    List<TrialSpec> batch = new ArrayList<>();
    for (DemoEvaluation.Prompt prompt : prompts) {
      for (int seed = 0; seed < seeds; seed++) {
        batch.add(new TrialSpec(prompt.text(), prompt.text(), seed, settings));
      }
    }
    List<TrialResult.Completed> results = run(batch);
    ColourOracle oracle = new ColourOracle(models.models().face(), recipe);
    int skin = 0;
    int hair = 0;
    for (int i = 0; i < results.size(); i++) {
      TextureOutcome texture = results.get(i).texture();
      if (texture == null) {
        throw new IllegalStateException("Cannot evaluate: a trial has no texture");
      }
      ColourOracle.Reading reading = oracle.ofTexture(texture.albedo());
      DemoEvaluation.Prompt prompt = prompts.get(i / seeds);
      skin += reading.skin().equals(prompt.skin()) ? 1 : 0;
      hair += reading.hair().equals(prompt.hair()) ? 1 : 0;
    }
    figures.put("sds_skin", (double) skin / results.size());
    figures.put("sds_hair", (double) hair / results.size());
  }
}
