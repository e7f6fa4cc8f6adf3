package io.facesweep.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import io.facesweep.config.Schema.Block;
import io.facesweep.settings.Animation;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OnFailure;
import io.facesweep.settings.Progress;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.Secrets;
import io.facesweep.settings.SweepSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every key outside the {@code trial} block. */
final class FileKeys {
  static final Schema SCHEMA = new Schema("");

  static {
    SCHEMA.declareForeign("trial");
  }

  private static final Block SWEEP = SCHEMA.block().block("sweep");
  private static final Block MODELS = SCHEMA.block().block("models");
  private static final Block OUTPUT = SCHEMA.block().block("output");
  private static final Block RUN = SCHEMA.block().block("run");
  private static final Block SAVE = RUN.block("save");
  private static final Block SPARK = SCHEMA.block().block("spark");

  static final Key<String> NAME =
      SWEEP.optional(
          "name",
          Kinds.text(
              "up to 100 letters, digits, '.', '_' or '-', the first a letter or digit",
              FileKeys::isName),
          "required",
          "name of the sweep and its folders");
  static final Key<List<String>> PROMPTS =
      SWEEP.optional("prompts", Kinds.distinct(Kinds.words(), 1), "required", "what to synthesise");
  static final Key<String> PROMPT_TEMPLATE =
      SWEEP.key(
          "prompt-template",
          Kinds.text(
              "a text with " + SweepSettings.PLACEHOLDER,
              t -> t.contains(SweepSettings.PLACEHOLDER)),
          SweepSettings.PLACEHOLDER,
          "what is made of a prompt");
  static final Key<List<Long>> SEEDS =
      SWEEP.key(
          "seeds", Kinds.distinct(Kinds.seed(), 1), List.of(0L), "random seeds, each a repetition");
  static final Key<ConfigObject> AXES =
      SWEEP.optional(
          "axes", Kinds.rawBlock(), "none", "lists of values by key of trial or models.*: what varies");
  static final Key<ConfigList> EXCLUDE =
      SWEEP.optional("exclude", Kinds.rawList(), "none", "combinations of levels to leave out");
  static final Key<ConfigObject> BASELINE =
      SWEEP.optional(
          "baseline", Kinds.rawBlock(), "first levels", "the level of each axis to compare with");

  static final Map<ModelRole, Key<String>> MODEL = models(MODELS);
  static final Key<Dtype> DTYPE =
      MODELS.key("dtype", Kinds.choice(Dtype.class), Dtype.AUTO, "number format of the nets");
  static final Key<Dtype> VAE_DTYPE =
      MODELS.key(
          "vae-dtype",
          Kinds.choice(Dtype.class),
          Dtype.AUTO,
          "number format of the VAE, which may overflow in float16; auto is that of the nets");

  private static final Kind<String> ROOT =
      Kinds.text(
          "a path, or a URI without credentials such as s3a://bucket/prefix", FileKeys::isOutput);

  static final Key<String> URI_KEY = OUTPUT.optional("uri", ROOT, "required", "output root");
  static final Key<List<String>> REUSE =
      OUTPUT.key(
          "reuse",
          Kinds.distinct(ROOT, 0),
          List.of(),
          "output roots, read only, whose finished stages are copied");

  static final Key<OnFailure> ON_FAILURE =
      RUN.key(
          "on-failure",
          Kinds.choice(OnFailure.class),
          OnFailure.CONTINUE,
          "when a trial fails: continue or stop");
  static final Key<Boolean> SHARE_STAGES =
      RUN.key(
          "share-stages",
          Kinds.flag(),
          true,
          "trials that differ only in texture share their geometry");
  static final Key<Boolean> RETRY_FAILED =
      RUN.key("retry-failed", Kinds.flag(), false, "try again what failed in an earlier run");
  static final Key<Duration> TRIAL_TIME_LIMIT =
      RUN.key(
          "trial-time-limit",
          Durations.kind(),
          Duration.ZERO,
          "a trial that takes longer has failed");
  static final Key<Integer> SAVE_VIEWS =
      SAVE.key("views", Kinds.whole(1, 64), 8, "fixed views, at equal azimuths");
  static final Key<Integer> VIEW_RESOLUTION =
      SAVE.key(
          "view-resolution", Kinds.multiple(8, 8, 4096), 512, "side of the fixed views, pixels");
  static final Key<Animation> ANIMATION =
      SAVE.key(
          "animation", Kinds.choice(Animation.class), Animation.GIF, "animation of each phase");
  static final Key<Integer> ANIMATION_FRAMES =
      SAVE.key("animation-frames", Kinds.whole(2, 1000), 40, "frames of one animation");

  static final Key<Integer> TRIALS_PER_TASK =
      SPARK.key(
          "trials-per-task", Kinds.wholeOrAuto(1, 4096), 0, "trials that a task runs in lockstep");
  static final Key<Progress> PROGRESS =
      SPARK.key(
          "progress", Kinds.choice(Progress.class), Progress.AUTO, "how progress is reported");
  static final Key<ConfigObject> CONF =
      SPARK.optional(
          "conf", Kinds.rawBlock(), "none", "properties of Spark and Hadoop, names in quotes");

  static final List<Key<?>> REQUIRED = required();

  private static final Set<String> NOT_WRITABLE = Set.of("s3", "s3n", "http", "https");

  private FileKeys() {}

  private static Map<ModelRole, Key<String>> models(Block block) {
    Map<ModelRole, Key<String>> keys = new EnumMap<>(ModelRole.class);
    for (ModelRole role : ModelRole.values()) {
      String place = role.defaultPlace();
      keys.put(
          role,
          place != null
              ? block.key(role.text(), Kinds.place(), place, role.doc())
              : block.optional(
                  role.text(), Kinds.place(), role.isRequired() ? "required" : "none", role.doc()));
    }
    return Collections.unmodifiableMap(keys);
  }

  private static List<Key<?>> required() {
    List<Key<?>> keys = new ArrayList<>(List.of(NAME, PROMPTS));
    MODEL.forEach(
        (role, key) -> {
          if (role.isRequired()) {
            keys.add(key);
          }
        });
    keys.add(URI_KEY);
    return List.copyOf(keys);
  }

  static ModelSettings models(Values values) {
    Map<ModelRole, String> places = new EnumMap<>(ModelRole.class);
    MODEL.forEach((role, key) -> values.find(key).ifPresent(place -> places.put(role, place)));
    return new ModelSettings(places, values.get(DTYPE), values.get(VAE_DTYPE));
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
        VAE_DTYPE.cast(levels.getOrDefault(VAE_DTYPE.path(), models.vaeDtype())));
  }

  static RunSettings run(Values values) {
    return new RunSettings(
        values.get(ON_FAILURE),
        values.get(SHARE_STAGES),
        values.get(RETRY_FAILED),
        values.get(TRIAL_TIME_LIMIT),
        new SaveSettings(
            values.get(SAVE_VIEWS),
            values.get(VIEW_RESOLUTION),
            values.get(ANIMATION),
            values.get(ANIMATION_FRAMES)));
  }

  private static boolean isName(String text) {
    return text.length() <= 100 && text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  /** A Windows path or one with blanks is no URI, and is left to the file system. */
  private static boolean isOutput(String text) {
    if (text.isBlank()) {
      return false;
    }
    try {
      String scheme = new URI(text).getScheme();
      return !Secrets.hasUserInfo(text) && (scheme == null || !NOT_WRITABLE.contains(scheme));
    } catch (URISyntaxException e) {
      return !text.contains("://");
    }
  }
}
