package io.facesweep.diffusion;

import static io.facesweep.diffusion.ModelDescription.line;

import io.facesweep.ForeignFile;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells folders of weights: snapshots of diffusers, and what these are made of. */
public final class ModelFolder {
  private static final DType TYPE = DType.FLOAT32;
  private static final List<String> PARTS =
      List.of("unet", "vae", "text_encoder", "tokenizer", "scheduler");

  private final Path folder;

  private ModelFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens what a folder holds, and says what it is and what it lacks.
   *
   * @return nothing where it holds no model
   * @throws io.facesweep.UserException if it is damaged, or not supported
   */
  public static Optional<ModelDescription> description(Path folder) {
    return ForeignFile.open("folder " + folder, () -> new ModelFolder(folder).described());
  }

  private Optional<ModelDescription> described() {
    if (has("model_index.json")) {
      return Optional.of(snapshot());
    } else if (has("adapter_config.json")) {
      return Optional.of(lora());
    } else if (has("config.json")) {
      return Optional.of(net(JsonConfig.read(folder.resolve("config.json"))));
    } else if (has("scheduler_config.json")) {
      return Optional.of(schedule());
    } else if (has("vocab.json") || has("tokenizer.json")) {
      return Optional.of(tokenizer());
    }
    return Files.isDirectory(folder.resolve("tokenizer")) ? Optional.of(parts()) : Optional.empty();
  }

  private boolean has(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  private ModelDescription said(ModelContent content, String what, String... details) {
    return new ModelDescription(folder, content, what, List.of(details), List.of());
  }

  private ModelDescription snapshot() {
    if (!missing().isEmpty()) {
      return parts();
    }
    try (Checkpoint checkpoint = Checkpoint.open(folder, TYPE, Device.CPU)) {
      VaeConfig vae = checkpoint.vae().config();
      return said(
          ModelContent.CHECKPOINT,
          "it is a snapshot of Stable Diffusion",
          size("unet", checkpoint.unet().bytes()),
          size("vae", checkpoint.vae().bytes()),
          size("text encoder", checkpoint.textEncoder().bytes()),
          line(
              "latents",
              "%d channels, 1 for %d pixels, scaled by %s"
                  .formatted(vae.latentChannels(), vae.imageFactor(), vae.scalingFactor())),
          line("pictures", nativeSize()),
          line("tokenizer", tokens(checkpoint.tokenizer())),
          line("prediction", prediction(checkpoint.schedule())),
          line("timesteps", checkpoint.schedule().trainTimesteps() + ""),
          line("fingerprint", checkpoint.fingerprint()));
    }
  }

  private List<String> missing() {
    return PARTS.stream().filter(part -> !Files.isDirectory(folder.resolve(part))).toList();
  }

  private ModelDescription parts() {
    List<String> lacks = new ArrayList<>();
    missing().forEach(part -> lacks.add(part + "/, to be a diffusion model"));
    if (!has("model_index.json")) {
      lacks.add("model_index.json, to be a diffusion model");
    }
    List<String> there = PARTS.stream().filter(part -> !missing().contains(part)).toList();
    return new ModelDescription(
        folder,
        ModelContent.PARTS,
        "it is a part of a snapshot",
        List.of(line("holds", there.isEmpty() ? "none of its parts" : String.join(", ", there))),
        lacks);
  }

  private String nativeSize() {
    OptionalInt side = NativeSize.of(folder);
    return side.isEmpty()
        ? "of a size that it does not state"
        : "of %d pixels: what it is to see should be as large".formatted(side.getAsInt());
  }

  private ModelDescription net(JsonConfig config) {
    if (config.text("_class_name", "").equals("ControlNetModel")) {
      return controlNet();
    } else if (config.text("_class_name", "").equals("AutoencoderKL")) {
      return vae();
    } else if (config.text("_class_name", "").equals("UNet2DConditionModel")) {
      return unet();
    }
    return ClipModel.hasBothTowers(folder) ? clip() : textEncoder();
  }

  private ModelDescription controlNet() {
    try (ControlNetModel net = ControlNetModel.open(folder, TYPE, Device.CPU)) {
      return said(
          ModelContent.CONTROLNET,
          "it is a ControlNet",
          size("controlnet", net.bytes()),
          line(
              "condition",
              "%d channels, 1 latent for %d pixels"
                  .formatted(net.config().conditioningChannels(), net.config().imageFactor())),
          line("fingerprint", net.fingerprint()));
    }
  }

  private ModelDescription vae() {
    try (AutoencoderKL net = AutoencoderKL.open(folder, TYPE, Device.CPU)) {
      return said(ModelContent.VAE, "it is a VAE", size("vae", net.bytes()));
    }
  }

  private ModelDescription unet() {
    try (UNet2DConditionModel net = UNet2DConditionModel.open(folder, TYPE, Device.CPU)) {
      return said(ModelContent.UNET, "it is a UNet of Stable Diffusion", size("unet", net.bytes()));
    }
  }

  private ModelDescription clip() {
    try (ClipModel net = ClipModel.open(folder, TYPE, Device.CPU)) {
      return said(
          ModelContent.CLIP, "it is a CLIP model of both towers", size("clip", net.bytes()));
    }
  }

  private ModelDescription textEncoder() {
    try (ClipTextModel net = ClipTextModel.open(folder, TYPE, Device.CPU)) {
      return said(
          ModelContent.PART,
          "it is a text encoder, which belongs into text_encoder/ of a snapshot",
          size("text encoder", net.bytes()));
    }
  }

  private ModelDescription schedule() {
    NoiseSchedule schedule = NoiseSchedule.open(folder);
    return said(
        ModelContent.PART,
        "it is a noise schedule, which belongs into scheduler/ of a snapshot",
        line("prediction", prediction(schedule)),
        line("timesteps", schedule.trainTimesteps() + ""));
  }

  private ModelDescription tokenizer() {
    return said(
        ModelContent.PART,
        "it is a tokenizer, which belongs into tokenizer/ of a snapshot",
        line("tokenizer", tokens(ClipTokenizer.open(folder))));
  }

  private ModelDescription lora() {
    return said(
        ModelContent.LORA,
        "it is a LoRA of PEFT",
        line("layers", Lora.open(new LoraFile(folder, 1)).described()));
  }

  private static String tokens(ClipTokenizer tokenizer) {
    return "%d tokens, %d a text".formatted(tokenizer.vocabularySize(), tokenizer.contextLength());
  }

  private static String prediction(NoiseSchedule schedule) {
    return schedule.predictionType().name().toLowerCase(Locale.ROOT);
  }

  private static String size(String name, long bytes) {
    return line(name, String.format(Locale.ROOT, "%,d parameters", bytes / TYPE.bytes()));
  }
}
