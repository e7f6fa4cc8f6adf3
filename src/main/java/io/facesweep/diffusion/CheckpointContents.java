package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint is made of, found but for the weights.
 *
 * @param scheduler configuration of the noise schedule
 * @param smallFiles fingerprint of what belongs to no net
 */
record CheckpointContents(
    JsonConfig scheduler,
    NoiseSchedule schedule,
    ClipTokenizer tokenizer,
    NetSource text,
    NetSource vae,
    NetSource unet,
    Fingerprint smallFiles) {
  private static final Set<String> PIPELINES =
      Set.of(
          "StableDiffusionPipeline",
          "StableDiffusionImg2ImgPipeline",
          "StableDiffusionControlNetPipeline",
          "StableDiffusionControlNetImg2ImgPipeline");
  private static final String NET = "diffusion_pytorch_model";

  /**
   * Finds the parts.
   *
   * @throws UserException if one is missing or damaged, or the checkpoint is not supported
   */
  static CheckpointContents of(CheckpointSource source) {
    return Files.isRegularFile(source.place()) ? ofFile(source) : ofSnapshot(source);
  }

  private static CheckpointContents ofSnapshot(CheckpointSource source) {
    Path directory = source.place();
    requirePipeline(directory);
    if (source.copy() != CheckpointSource.Copy.PLAIN) {
      throw new UserException(
          "Cannot open %s: a snapshot directory has no moving average beside its weights (set models.weights = plain)"
              .formatted(directory));
    }
    Path tokenizer = directory.resolve("tokenizer");
    Path scheduler = directory.resolve("scheduler");
    JsonConfig schedule =
        schedule(JsonConfig.read(scheduler.resolve("scheduler_config.json")), source.prediction());
    return new CheckpointContents(
        schedule,
        NoiseSchedule.of(schedule),
        ClipTokenizer.open(tokenizer),
        NetSource.directory(directory.resolve("text_encoder"), "model"),
        source.vae() == null
            ? NetSource.directory(directory.resolve("vae"), NET)
            : vae(source.vae(), null),
        NetSource.directory(directory.resolve("unet"), NET),
        smallFiles(source, scheduler, tokenizer));
  }

  private static CheckpointContents ofFile(CheckpointSource source) {
    SingleFile file = SingleFile.open(source.place());
    Path parts = source.parts();
    if (file.content() != SingleFile.Content.CHECKPOINT) {
      throw new UserException(
          "Cannot open %s as a diffusion model: %s".formatted(source.place(), file.described()));
    }
    if (parts == null || !Files.isDirectory(parts.resolve("tokenizer"))) {
      throw new UserException(
          "Cannot open %s: a single file holds no tokenizer (set models.parts to a snapshot directory of the same family, which has one in tokenizer/)"
              .formatted(source.place()));
    }
    Path scheduler = parts.resolve("scheduler");
    Path tokenizer = parts.resolve("tokenizer");
    JsonConfig schedule = schedule(file, scheduler, source.prediction());
    return new CheckpointContents(
        schedule,
        NoiseSchedule.of(schedule),
        ClipTokenizer.open(tokenizer),
        file.text(config(parts, "text_encoder")),
        vae(source, file, parts),
        file.unet(config(parts, "unet"), source.copy()),
        smallFiles(source, scheduler, tokenizer));
  }

  private static NetSource vae(CheckpointSource source, SingleFile file, Path parts) {
    if (source.vae() != null) {
      return vae(source.vae(), config(parts, "vae"));
    } else if (file.hasVae()) {
      return file.vae(config(parts, "vae"));
    }
    Path other = parts.resolve("vae");
    if (!Files.isDirectory(other)) {
      throw new UserException(
          "Cannot open %s: it holds no VAE, and %s has none (set models.vae)"
              .formatted(source.place(), parts));
    }
    return NetSource.directory(other, NET);
  }

  /** A VAE by itself: a file, its directory, or a snapshot that holds one. */
  private static NetSource vae(Path place, @Nullable JsonConfig known) {
    if (Files.isRegularFile(place)) {
      return SingleFile.open(place).vae(known);
    }
    Path inner = place.resolve("vae");
    return NetSource.directory(Files.isDirectory(inner) ? inner : place, NET);
  }

  /** A net's configuration in a snapshot; null where it has none. */
  static @Nullable JsonConfig config(@Nullable Path parts, String net) {
    if (parts == null) {
      return null;
    }
    Path file = parts.resolve(net).resolve("config.json");
    return Files.exists(file) ? JsonConfig.read(file) : null;
  }

  private static JsonConfig schedule(
      SingleFile file, Path scheduler, @Nullable PredictionType prediction) {
    Path given = scheduler.resolve("scheduler_config.json");
    if (Files.exists(given)) {
      return schedule(JsonConfig.read(given), prediction);
    }
    if (prediction == null && file.isSecond()) {
      throw new UserException(
          "Cannot open %s: a file of Stable Diffusion 2.x does not say what its UNet predicts (set models.prediction to v-prediction for models of 768 pixels, epsilon for those of 512)"
              .formatted(file.file()));
    }
    return schedule(file.table("scheduler"), prediction);
  }

  private static JsonConfig schedule(JsonConfig config, @Nullable PredictionType prediction) {
    if (prediction == null) {
      return config;
    }
    String word =
        switch (prediction) {
          case EPSILON -> "epsilon";
          case V_PREDICTION -> "v_prediction";
        };
    return config.with(Map.of("prediction_type", word), config.file());
  }

  private static Fingerprint smallFiles(CheckpointSource source, Path scheduler, Path tokenizer) {
    List<Path> files = new ArrayList<>();
    Path schedule = scheduler.resolve("scheduler_config.json");
    if (Files.exists(schedule)) {
      files.add(schedule);
    }
    files.addAll(ClipTokenizer.files(tokenizer));
    source.loras().forEach(lora -> files.addAll(lora.files()));
    source.embeddings().forEach(embedding -> files.add(embedding.path()));
    return new Fingerprint(files);
  }

  private static void requirePipeline(Path directory) {
    JsonConfig index = JsonConfig.read(directory.resolve("model_index.json"));
    String pipeline = index.text("_class_name");
    if (!PIPELINES.contains(pipeline)) {
      throw new UserException(
          "Cannot open %s: it is a %s (supported: Stable Diffusion 1.x and 2.x, %s)"
              .formatted(
                  directory,
                  ForeignText.quoted(pipeline),
                  String.join(", ", new TreeSet<>(PIPELINES))));
    }
  }
}
