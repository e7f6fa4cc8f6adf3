package io.facesweep.config;

import io.facesweep.settings.Declarations;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OutputSettings;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SparkSettings;
import io.facesweep.settings.SweepSettings;
import java.util.List;

/** Every key outside the {@code trial} block. */
final class FileKeys {
  static final Schema SCHEMA = new Schema("");

  static {
    SCHEMA.declareForeign("trial", RecordKeys.TRIAL.schema());
  }

  static final RecordKeys<SweepSettings> SWEEP =
      new RecordKeys<>(Declarations.of(SweepSettings.class), "sweep.", SCHEMA);
  static final Key<?> AXES = SCHEMA.key("sweep.axes");
  static final Key<?> EXCLUDE = SCHEMA.key("sweep.exclude");
  static final Key<?> BASELINE = SCHEMA.key("sweep.baseline");
  static final Key<?> PROMPTS = SCHEMA.key("sweep.prompts");

  static final Key<String> DIFFUSION =
      optional("diffusion", Kinds.place(), "required", "Stable Diffusion snapshot directory");
  static final Key<String> DEPTH_CONTROLNET =
      optional("depth-controlnet", Kinds.place(), "none", "ControlNet given depth renders");
  static final Key<String> TEXTURE_CONTROLNET =
      optional(
          "texture-controlnet", Kinds.place(), "none", "ControlNet given Canny edges of a texture");
  static final Key<String> TEXTURE_UNET =
      optional("texture-unet", Kinds.place(), "none", "UNet fine-tuned on UV textures");
  static final Key<String> TEXTURE_UNET_YUV =
      optional("texture-unet-yuv", Kinds.place(), "none", "the same in YUV");
  static final Key<String> CLIP =
      optional("clip", Kinds.place(), "none", "CLIP model of the metrics");
  static final Key<String> FACE = key("face", Kinds.place(), "builtin:head", "3D morphable model");
  static final Key<Dtype> DTYPE =
      key("dtype", Kinds.choice(Dtype.class), Dtype.AUTO, "number format of the nets");
  static final Key<Dtype> VAE_DTYPE =
      key(
          "vae-dtype",
          Kinds.choice(Dtype.class),
          Dtype.AUTO,
          "number format of the VAE, which may overflow in float16; auto is that of the nets");

  static final RecordKeys<OutputSettings> OUTPUT =
      new RecordKeys<>(Declarations.of(OutputSettings.class), "output.", SCHEMA);
  static final RecordKeys<RunSettings> RUN =
      new RecordKeys<>(Declarations.of(RunSettings.class), "run.", SCHEMA);
  static final RecordKeys<SparkSettings> SPARK =
      new RecordKeys<>(Declarations.of(SparkSettings.class), "spark.", SCHEMA);
  static final Key<?> CONF = SCHEMA.key("spark.conf");

  /** The keys that a file must have. */
  static final List<Key<?>> REQUIRED =
      SCHEMA.keys().stream().filter(key -> key.otherwise().equals("required")).toList();

  private FileKeys() {}

  private static <T> Key<T> key(String name, Kind<T> kind, T defaultValue, String doc) {
    return SCHEMA.declare(Key.of("models." + name, kind, defaultValue, doc));
  }

  private static Key<String> optional(
      String name, Kind<String> kind, String otherwise, String doc) {
    return SCHEMA.declare(Key.optional("models." + name, kind, otherwise, doc));
  }

  static ModelSettings models(Values values) {
    return new ModelSettings(
        values.find(DIFFUSION).orElse(""),
        values.orNull(DEPTH_CONTROLNET),
        values.orNull(TEXTURE_CONTROLNET),
        values.orNull(TEXTURE_UNET),
        values.orNull(TEXTURE_UNET_YUV),
        values.orNull(CLIP),
        values.get(FACE),
        values.get(DTYPE),
        values.get(VAE_DTYPE));
  }
}
