package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Stable Diffusion 1.x or 2.x snapshot directory as Hugging Face's diffusers writes it:
 * model_index.json, {@code unet/}, {@code vae/}, {@code text_encoder/}, {@code tokenizer/}, {@code
 * scheduler/}. The nets are immutable, and threads may share them.
 */
public final class Checkpoint implements AutoCloseable {
  private static final Set<String> PIPELINES =
      Set.of(
          "StableDiffusionPipeline",
          "StableDiffusionImg2ImgPipeline",
          "StableDiffusionControlNetPipeline",
          "StableDiffusionControlNetImg2ImgPipeline");

  private final ClipTokenizer tokenizer;
  private final ClipTextModel textEncoder;
  private final UNet2DConditionModel unet;
  private final AutoencoderKL vae;
  private final NoiseSchedule schedule;
  private final Path directory;
  private final Fingerprint smallFiles;

  private Checkpoint(
      Path directory,
      ClipTokenizer tokenizer,
      ClipTextModel textEncoder,
      UNet2DConditionModel unet,
      AutoencoderKL vae,
      NoiseSchedule schedule) {
    this.tokenizer = tokenizer;
    this.textEncoder = textEncoder;
    this.unet = unet;
    this.vae = vae;
    this.schedule = schedule;
    this.directory = directory;
    this.smallFiles =
        new Fingerprint(
            List.of(
                directory.resolve("scheduler").resolve("scheduler_config.json"),
                directory.resolve("tokenizer").resolve("vocab.json"),
                directory.resolve("tokenizer").resolve("merges.txt")));
  }

  /** Does what {@link #open(Path, DType, DType, Device)} does, with one type for all nets. */
  public static Checkpoint open(Path snapshotDirectory, DType type, Device device) {
    return open(snapshotDirectory, type, type, device);
  }

  /**
   * Opens a snapshot. Either everything is opened, or nothing stays in memory.
   *
   * @param type the nets but the VAE compute in; {@link Device#computeType()} is the device's usual
   *     one
   * @param vaeType the VAE computes in
   * @throws UserException if a file is missing or damaged, the pipeline or an option of a net is
   *     not supported, or the parts do not fit each other
   */
  public static Checkpoint open(Path snapshotDirectory, DType type, DType vaeType, Device device) {
    return ForeignFile.open(
        "checkpoint " + snapshotDirectory, () -> read(snapshotDirectory, type, vaeType, device));
  }

  private static Checkpoint read(Path snapshotDirectory, DType type, DType vaeType, Device device) {
    requirePipeline(snapshotDirectory);
    List<Runnable> undo = new ArrayList<>();
    try {
      // What costs little to check comes first.
      NoiseSchedule schedule = NoiseSchedule.open(snapshotDirectory.resolve("scheduler"));
      ClipTokenizer tokenizer = ClipTokenizer.open(snapshotDirectory.resolve("tokenizer"));
      ClipTextModel textEncoder =
          ClipTextModel.open(snapshotDirectory.resolve("text_encoder"), type, device);
      undo.add(textEncoder::close);
      AutoencoderKL vae = AutoencoderKL.open(snapshotDirectory.resolve("vae"), vaeType, device);
      undo.add(vae::close);
      UNet2DConditionModel unet =
          UNet2DConditionModel.open(snapshotDirectory.resolve("unet"), type, device);
      undo.add(unet::close);
      Checkpoint checkpoint =
          new Checkpoint(snapshotDirectory, tokenizer, textEncoder, unet, vae, schedule);
      checkpoint.requireFit();
      undo.clear();
      return checkpoint;
    } finally {
      undo.forEach(Runnable::run);
    }
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

  /** Refuses parts that do not belong together. */
  private void requireFit() {
    List<String> problems = new ArrayList<>();
    UNetSettings net = unet.config().encoder();
    VaeConfig vaeConfig = vae.config();
    TextEncoderConfig text = textEncoder.config();
    requireEqual(problems, "unet in_channels", net.inChannels(), vaeConfig.latentChannels());
    requireEqual(problems, "unet out_channels", unet.config().outChannels(), net.inChannels());
    requireEqual(problems, "unet cross_attention_dim", net.crossAttentionDim(), text.hiddenSize());
    requireEqual(problems, "vae in_channels", vaeConfig.inChannels(), 3);
    requireEqual(problems, "vae out_channels", vaeConfig.outChannels(), 3);
    requireEqual(problems, "text encoder's positions", text.positions(), tokenizer.contextLength());
    if (tokenizer.vocabularySize() > text.vocabularySize()) {
      problems.add(
          "the tokenizer's %d tokens are more than the text encoder's %d"
              .formatted(tokenizer.vocabularySize(), text.vocabularySize()));
    }
    if (!problems.isEmpty()) {
      throw new UserException(
          "Cannot open %s: %s".formatted(directory, String.join("; ", problems)));
    }
  }

  private static void requireEqual(List<String> problems, String what, int actual, int expected) {
    if (actual != expected) {
      problems.add("%s is %d (expected %d)".formatted(what, actual, expected));
    }
  }

  public ClipTokenizer tokenizer() {
    return tokenizer;
  }

  public ClipTextModel textEncoder() {
    return textEncoder;
  }

  public UNet2DConditionModel unet() {
    return unet;
  }

  public AutoencoderKL vae() {
    return vae;
  }

  public NoiseSchedule schedule() {
    return schedule;
  }

  /** Bytes that the weights take in memory. */
  public long bytes() {
    return textEncoder.bytes() + unet.bytes() + vae.bytes();
  }

  /**
   * SHA-256 in hexadecimal over the configurations and weights of all parts; wherever the snapshot
   * lies it is the same. Reads the files at the first call.
   */
  public String fingerprint() {
    return Fingerprint.combined(
        List.of(
            unet.fingerprint(), vae.fingerprint(), textEncoder.fingerprint(), smallFiles.hex()));
  }

  @Override
  public void close() {
    textEncoder.close();
    vae.close();
    unet.close();
  }
}
