package io.facesweep.plan;

import io.facesweep.config.SweepConfig;
import io.facesweep.settings.BatchKey;
import io.facesweep.settings.Combination;
import io.facesweep.settings.DesignAxis;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.TextureInit;
import io.facesweep.settings.TrialSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a configuration into trials and the unique stages behind them. Pure: nothing is read,
 * nothing is run.
 */
public final class SweepPlanner {
  /**
   * Raised whenever the same settings begin to give another result; part of every stage's identity.
   */
  public static final int SYNTHESIS_VERSION = StageIdentity.SYNTHESIS_VERSION;

  private static final int ID_LENGTH = 32;

  private final SweepConfig config;
  private final Fingerprints fingerprints;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Stage> geometryStages = new LinkedHashMap<>();
  private final Map<String, Stage> textureStages = new LinkedHashMap<>();
  private final Map<String, Start> starts = new LinkedHashMap<>();

  private SweepPlanner(SweepConfig config, Fingerprints fingerprints) {
    this.config = config;
    this.fingerprints = fingerprints;
  }

  /** The plan of a sweep whose models have these fingerprints. */
  public static SweepPlan plan(SweepConfig config, Fingerprints fingerprints) {
    return new SweepPlanner(config, fingerprints).plan(variants(config, fingerprints));
  }

  private SweepPlan plan(List<Variant> variants) {
    SweepSettings sweep = config.sweep();
    for (String prompt : sweep.prompts()) {
      String promptText = sweep.promptText(prompt);
      for (Variant variant : variants) {
        for (long seed : sweep.seeds()) {
          add(prompt, promptText, variant, seed);
        }
      }
    }
    long crossed = sweep.design().size(DesignAxis.of(sweep.axes(), sweep.baseline()));
    return new SweepPlan(
        sweep.name(),
        sweep.axes(),
        sweep.baseline(),
        sweep.design(),
        sweep.prompts().size(),
        variants.size(),
        crossed - variants.size(),
        sweep.seeds().size(),
        trials,
        List.copyOf(geometryStages.values()),
        List.copyOf(textureStages.values()),
        List.copyOf(starts.values()),
        fingerprints);
  }

  private void add(String prompt, String promptText, Variant variant, long seed) {
    String geometryId = stageId(variant.geometryDigest(), promptText, seed, "");
    String textureId =
        stageId(variant.textureDigest(), promptText, seed, geometryId == null ? "" : geometryId);
    String id = trialId(variant, geometryId, textureId);
    if (!config.run().shareStages()) {
      geometryId = own(id, geometryId);
      textureId = own(id, textureId);
    }
    TrialSettings settings = variant.settings();
    ModelSettings models = variant.models();
    // trials that share a stage have one text of its id, for there may be a million of them
    if (geometryId != null) {
      BatchKey shape = variant.geometryShape();
      Stage stage =
          new Stage(
              StageKind.GEOMETRY, geometryId, promptText, seed, settings, models, shape, null);
      geometryId = first(geometryStages, stage).id();
    }
    if (textureId != null) {
      BatchKey shape = variant.textureShape();
      Stage stage =
          new Stage(
              StageKind.TEXTURE, textureId, promptText, seed, settings, models, shape, geometryId);
      textureId = first(textureStages, stage).id();
    }
    trials.add(
        new Trial(
            trials.size(),
            id,
            prompt,
            promptText,
            seed,
            settings,
            models,
            variant.factors(),
            geometryId,
            textureId,
            start(variant, promptText, seed).id()));
  }

  /** The stage of that id which came first, and is kept. */
  private static Stage first(Map<String, Stage> stages, Stage stage) {
    Stage known = stages.putIfAbsent(stage.id(), stage);
    return known == null ? stage : known;
  }

  private Start start(Variant variant, String promptText, long seed) {
    boolean isSeeds = variant.startsAtNoise();
    String id =
        id(
            Map.of(
                "start", variant.startDigest(), "prompt", promptText, "seed", isSeeds ? seed : ""));
    return starts.computeIfAbsent(
        id, i -> new Start(i, promptText, seed, variant.settings(), variant.models()));
  }

  private static @Nullable String stageId(
      @Nullable String digest, String promptText, long seed, String geometryId) {
    return digest == null
        ? null
        : id(
            Map.of(
                "settings",
                digest,
                "prompt",
                promptText,
                "seed",
                seed,
                "geometryStage",
                geometryId));
  }

  /**
   * Trials whose factors differ only in what is not used share their stages and are two trials all
   * the same.
   */
  private static String trialId(
      Variant variant, @Nullable String geometryId, @Nullable String textureId) {
    return id(
        Map.of(
            "geometryStage", geometryId == null ? "" : geometryId,
            "textureStage", textureId == null ? "" : textureId,
            "factors", variant.factors()));
  }

  private static @Nullable String own(String trialId, @Nullable String stageId) {
    return stageId == null ? null : id(Map.of("trial", trialId, "stage", stageId));
  }

  private static String id(Map<String, Object> identity) {
    return CanonicalJson.sha256(identity).substring(0, ID_LENGTH);
  }

  /** One combination of levels, with all that its trials have in common. */
  private record Variant(
      TrialSettings settings,
      ModelSettings models,
      Map<String, String> factors,
      @Nullable String geometryDigest,
      @Nullable String textureDigest,
      String startDigest,
      BatchKey geometryShape,
      BatchKey textureShape) {
    boolean startsAtNoise() {
      return settings.phases().hasTexture() && settings.texture().init() == TextureInit.NOISE;
    }
  }

  private static List<Variant> variants(SweepConfig config, Fingerprints fingerprints) {
    Map<ModelSettings, StageIdentity> identities = new HashMap<>();
    Interner interner = new Interner();
    // by blocks of the interner, of which there are few
    Map<GeometrySettings, BatchKey> geometryKeys = new IdentityHashMap<>();
    Map<Record, BatchKey> textureKeys = new IdentityHashMap<>();
    List<Variant> variants = new ArrayList<>();
    for (Combination combination : config.combinations()) {
      TrialSettings settings = interner.settings(config.settings(combination));
      ModelSettings models =
          interner.one(config.models(combination).resolved(fingerprints.automatic()));
      StageIdentity identity =
          identities.computeIfAbsent(models, m -> new StageIdentity(fingerprints, m));
      Phases phases = settings.phases();
      variants.add(
          new Variant(
              settings,
              models,
              combination.factors(),
              phases.hasGeometryPhase()
                  ? interner.one(CanonicalJson.sha256(identity.geometry(settings)))
                  : null,
              phases.hasTexture()
                  ? interner.one(CanonicalJson.sha256(identity.texture(settings)))
                  : null,
              interner.one(CanonicalJson.sha256(identity.start(settings))),
              geometryKeys.computeIfAbsent(settings.geometry(), g -> BatchKey.geometry(settings)),
              textureKeys.computeIfAbsent(
                  phases == Phases.JOINT ? settings : settings.texture(),
                  t -> BatchKey.texture(settings))));
    }
    return variants;
  }
}
