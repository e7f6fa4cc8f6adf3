package io.facesweep.train.demo;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModel;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What prompts do to score distillation on a demo checkpoint, read off by oracles. */
public final class DistillationEvaluation {
  private final LoadedModels models;
  private final Function<List<String>, SweepConfig> configurations;
  private final ColourOracle oracle;
  private final int side;
  private final int seeds;

  /**
   * @param models of the checkpoint
   * @param configurations gives, for overrides {@code key=value}, the configuration whose trial
   *     block says how to distill
   * @param oracle of the head that is distilled
   * @param seeds repetitions of each prompt
   * @throws UserException if the models have another face
   */
  public DistillationEvaluation(
      LoadedModels models,
      Function<List<String>, SweepConfig> configurations,
      ColourOracle oracle,
      int seeds) {
    FaceModel face = models.models().face();
    if (!oracle.reads(face)) {
      throw new UserException(
          "Cannot evaluate on face %s: what the demo's words show is read off builtin:head"
              .formatted(face.fingerprint().substring(0, 12)));
    }
    this.models = models;
    this.configurations = configurations;
    this.oracle = oracle;
    this.side = oracle.side();
    this.seeds = seeds;
  }

  /** The trial block with some keys set anew. */
  private TrialSettings settings(String... keys) {
    List<String> all =
        new ArrayList<>(List.of("sweep.axes=null", "sweep.baseline=null", "sweep.exclude=null"));
    all.addAll(List.of(keys));
    SweepConfig config = configurations.apply(all);
    return config.settings(config.combinations().iterator().next());
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

  /**
   * What geometries show of the words for shape: for each trait the mean coefficients of the
   * prompts for more and for less of it, in standard deviations; {@code sds_shape}, the share of
   * geometries that moved the right way from the mean head, and {@code sds_shape_pairs}, the share
   * of pairs (more, less) in the right order under the same random numbers.
   */
  public Map<String, Double> shapes() {
    Map<String, Double> figures = new LinkedHashMap<>();
    FaceModel face = models.models().face();
    TrialSettings settings = settings("trial.phases=geometry-only");
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
      int traitPairs = 0;
      for (int i = trait.ordinal() * seeds; i < (trait.ordinal() + 1) * seeds; i++) {
        moreMean += more[i] / seeds;
        lessMean += less[i] / seeds;
        signs += (more[i] > 0 ? 1 : 0) + (less[i] < 0 ? 1 : 0);
        traitPairs += more[i] > less[i] ? 1 : 0;
      }
      String name = "sds_" + trait.name().toLowerCase(Locale.ROOT);
      figures.put(name + "_more", moreMean);
      figures.put(name + "_less", lessMean);
      figures.put(name + "_pairs", (double) traitPairs / seeds);
      pairs += traitPairs;
    }
    figures.put("sds_shape", (double) signs / (2 * more.length));
    figures.put("sds_shape_pairs", (double) pairs / more.length);
    return figures;
  }

  /**
   * {@code sds_skin} and {@code sds_hair}, shares of textures on the mean head with the colours of
   * their prompts, which name combinations that training never saw; {@code sds_age}, {@code
   * sds_eyes}, {@code sds_beard} and {@code sds_glasses}, the same of those prompts that name them.
   */
  public Map<String, Double> colours() {
    TrialSettings settings =
        settings("trial.phases=texture-only", "trial.geometry.coefficients=[0]");
    List<DemoEvaluation.Prompt> prompts = DemoEvaluation.heldOutPrompts();
    List<TrialSpec> batch = new ArrayList<>();
    for (DemoEvaluation.Prompt prompt : prompts) {
      for (int seed = 0; seed < seeds; seed++) {
        batch.add(new TrialSpec(prompt.text(), prompt.text(), seed, settings));
      }
    }
    List<TrialResult.Completed> results = run(batch);
    FeatureOracle features = new FeatureOracle(models.models().face(), side);
    Map<FaceFeature, Integer> named = new EnumMap<>(FaceFeature.class);
    Map<FaceFeature, Integer> right = new EnumMap<>(FaceFeature.class);
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
      prompt
          .features()
          .forEach(
              (feature, word) -> {
                boolean same = features.read(feature, texture.albedo()).equals(word);
                named.merge(feature, 1, Integer::sum);
                right.merge(feature, same ? 1 : 0, Integer::sum);
              });
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("sds_skin", (double) skin / results.size());
    figures.put("sds_hair", (double) hair / results.size());
    named.forEach(
        (feature, count) ->
            figures.put(
                "sds_" + feature.name().toLowerCase(Locale.ROOT),
                right.getOrDefault(feature, 0) / (double) count));
    return figures;
  }
}
