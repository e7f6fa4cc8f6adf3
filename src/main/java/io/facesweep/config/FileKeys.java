package io.facesweep.config;

import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.CheckpointSettings;
import io.facesweep.settings.Declarations;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.EmbeddingSettings;
import io.facesweep.settings.LoraSettings;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OutputSettings;
import io.facesweep.settings.Prediction;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SparkSettings;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.WeightCopy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every key outside the {@code trial} block. */
final class FileKeys {
  static final Schema SCHEMA = new Schema("");

  static {
    SCHEMA.declareForeign("trial", RecordKeys.TRIAL.schema());
  }

  static final Key<String> PROMPTS_FILE =
      SCHEMA.declare(
          Key.optional(
              "sweep.prompts-file",
              Kinds.place(),
              "none",
              "a text file of prompts in the place of sweep.prompts: one a line, # begins a comment"));

  static final RecordKeys<SweepSettings> SWEEP =
      new RecordKeys<>(Declarations.of(SweepSettings.class), "sweep.", SCHEMA);
  static final Key<?> AXES = SCHEMA.key("sweep.axes");
  static final Key<?> EXCLUDE = SCHEMA.key("sweep.exclude");
  static final Key<?> BASELINE = SCHEMA.key("sweep.baseline");
  static final Key<?> DESIGN = SCHEMA.key("sweep.design");
  static final Key<?> PROMPTS = SCHEMA.key("sweep.prompts");

  static final Map<ModelRole, Key<String>> MODEL = models();
  static final Key<Dtype> DTYPE =
      key("dtype", Kinds.choice(Dtype.class), Dtype.AUTO, "number format of the nets");
  static final Key<Dtype> VAE_DTYPE =
      key(
          "vae-dtype",
          Kinds.choice(Dtype.class),
          Dtype.AUTO,
          "number format of the VAE, which may overflow in float16; auto is that of the nets");

  static final Key<Prediction> PREDICTION =
      key(
          "prediction",
          Kinds.choice(Prediction.class),
          Prediction.AUTO,
          "what the diffusion model's UNet predicts; auto is what its schedule's configuration says");
  static final Key<WeightCopy> WEIGHTS =
      key(
          "weights",
          Kinds.choice(WeightCopy.class),
          WeightCopy.PLAIN,
          "which of the weights of a single-file diffusion model; ema is their moving average");
  static final Key<List<LoraSettings>> LORAS =
      key(
          "loras",
          Kinds.list(new LoraKind(), 0),
          List.of(),
          "LoRAs merged into the diffusion model, e.g. [{ file = style.safetensors, weight = 0.8 }]");
  static final Key<List<EmbeddingSettings>> EMBEDDINGS =
      key(
          "embeddings",
          Kinds.list(new EmbeddingKind(), 0),
          List.of(),
          "textual inversion embeddings for prompts, e.g. [old-skin.pt, { file = face.bin, token = <face> }]");

  static final RecordKeys<MetricsSettings> METRICS =
      new RecordKeys<>(Declarations.of(MetricsSettings.class), "metrics.", SCHEMA);
  static final Key<?> CLIPS = SCHEMA.key("metrics.clips");
  static final Key<?> SCORERS = SCHEMA.key("metrics.scorers");
  static final RecordKeys<OutputSettings> OUTPUT =
      new RecordKeys<>(Declarations.of(OutputSettings.class), "output.", SCHEMA);
  static final RecordKeys<RunSettings> RUN =
      new RecordKeys<>(Declarations.of(RunSettings.class), "run.", SCHEMA);
  static final Key<?> STOP_WHEN = SCHEMA.key("run.stop-when");
  static final RecordKeys<AnalysisSettings> ANALYSIS =
      new RecordKeys<>(Declarations.of(AnalysisSettings.class), "analysis.", SCHEMA);
  static final Key<?> EQUIVALENCE = SCHEMA.key("analysis.equivalence");
  static final RecordKeys<SparkSettings> SPARK =
      new RecordKeys<>(Declarations.of(SparkSettings.class), "spark.", SCHEMA);
  static final Key<?> CONF = SCHEMA.key("spark.conf");

  /** The keys that a file must have. */
  static final List<Key<?>> REQUIRED =
      SCHEMA.keys().stream().filter(key -> key.otherwise().equals("required")).toList();

  private FileKeys() {}

  private static Map<ModelRole, Key<String>> models() {
    Map<ModelRole, Key<String>> keys = new EnumMap<>(ModelRole.class);
    for (ModelRole role : ModelRole.values()) {
      String place = role.defaultPlace();
      String otherwise = role.isRequired() ? "required" : "none";
      keys.put(
          role,
          place != null
              ? key(role.text(), Kinds.place(), place, role.doc())
              : optional(role.text(), Kinds.place(), otherwise, role.doc()));
    }
    return Collections.unmodifiableMap(keys);
  }

  private static <T> Key<T> key(String name, Kind<T> kind, T defaultValue, String doc) {
    return SCHEMA.declare(Key.of("models." + name, kind, defaultValue, doc));
  }

  private static Key<String> optional(
      String name, Kind<String> kind, String otherwise, String doc) {
    return SCHEMA.declare(Key.optional("models." + name, kind, otherwise, doc));
  }

  static ModelSettings models(Values values) {
    Map<ModelRole, String> places = new EnumMap<>(ModelRole.class);
    MODEL.forEach((role, key) -> values.find(key).ifPresent(place -> places.put(role, place)));
    return new ModelSettings(
        places,
        values.get(DTYPE),
        values.get(VAE_DTYPE),
        new CheckpointSettings(
            values.get(PREDICTION),
            values.get(WEIGHTS),
            values.get(LORAS),
            values.get(EMBEDDINGS)));
  }

  /** The same with the levels of a combination that belong here. */
  static ModelSettings models(ModelSettings models, Map<String, Object> levels) {
    Map<ModelRole, String> places = new EnumMap<>(models.places());
    MODEL.forEach(
        (role, key) -> {
          if (levels.containsKey(key.path())) {
            places.put(role, key.cast(levels.get(key.path())));
          }
        });
    return new ModelSettings(
        places,
        DTYPE.cast(levels.getOrDefault(DTYPE.path(), models.dtype())),
        VAE_DTYPE.cast(levels.getOrDefault(VAE_DTYPE.path(), models.vaeDtype())),
        new CheckpointSettings(
            PREDICTION.cast(
                levels.getOrDefault(PREDICTION.path(), models.checkpoint().prediction())),
            WEIGHTS.cast(levels.getOrDefault(WEIGHTS.path(), models.checkpoint().weights())),
            LORAS.cast(levels.getOrDefault(LORAS.path(), models.checkpoint().loras())),
            EMBEDDINGS.cast(
                levels.getOrDefault(EMBEDDINGS.path(), models.checkpoint().embeddings()))));
  }
}
