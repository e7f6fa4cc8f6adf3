package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.weights.TensorEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Stable Diffusion 1.x or 2.x checkpoint: a snapshot directory as Hugging Face's diffusers writes
 * it (model_index.json, {@code unet/}, {@code vae/}, {@code text_encoder/}, {@code tokenizer/},
 * {@code scheduler/}), or one file in the layout of Stable Diffusion's authors. The nets are
 * immutable, and threads may share them.
 */
public final class Checkpoint implements AutoCloseable {
  private final ClipTokenizer tokenizer;
  private final ClipTextModel textEncoder;
  private final UNet2DConditionModel unet;
  private final AutoencoderKL vae;
  private final NoiseSchedule schedule;
  private final Path place;
  private final Fingerprint smallFiles;

  private Checkpoint(
      Path place,
      CheckpointContents contents,
      ClipTokenizer tokenizer,
      ClipTextModel textEncoder,
      UNet2DConditionModel unet,
      AutoencoderKL vae) {
    this.tokenizer = tokenizer;
    this.textEncoder = textEncoder;
    this.unet = unet;
    this.vae = vae;
    this.schedule = contents.schedule();
    this.place = place;
    this.smallFiles = contents.smallFiles();
  }

  /** Does what {@link #open(Path, DType, DType, Device)} does, with one type for all nets. */
  public static Checkpoint open(Path place, DType type, Device device) {
    return open(place, type, type, device);
  }

  /**
   * Opens a snapshot, or a single file. Either everything is opened, or nothing stays in memory.
   *
   * @param type the nets but the VAE compute in; {@link Device#computeType()} is the device's usual
   *     one
   * @param vaeType the VAE computes in
   * @throws UserException if a file is missing or damaged, the pipeline or an option of a net is
   *     not supported, or the parts do not fit each other
   */
  public static Checkpoint open(Path place, DType type, DType vaeType, Device device) {
    return open(CheckpointSource.of(place), type, vaeType, device);
  }

  /** Opens a checkpoint whose parts may come from several places. */
  public static Checkpoint open(CheckpointSource source, DType type, DType vaeType, Device device) {
    return ForeignFile.open(
        "checkpoint " + source.place(), () -> read(source, type, vaeType, device));
  }

  private static Checkpoint read(
      CheckpointSource source, DType type, DType vaeType, Device device) {
    List<Runnable> undo = new ArrayList<>();
    try {
      // What costs little to check comes first.
      CheckpointContents contents = CheckpointContents.of(source);
      AddedTokens added =
          AddedTokens.read(source.embeddings(), TextEncoderConfig.of(contents.text().config()));
      ClipTokenizer tokenizer = contents.tokenizer().with(added);
      List<Lora> loras = source.loras().stream().map(Lora::open).toList();
      int layersPerBlock = UNetSettings.of(contents.unet().config()).layersPerBlock().get(0);
      TensorEdit textEdit = TensorEdit.none();
      TensorEdit unetEdit = TensorEdit.none();
      for (Lora lora : loras) {
        textEdit = textEdit.then(lora.ofText());
        unetEdit = unetEdit.then(lora.ofUnet(layersPerBlock));
      }
      ClipTextModel textEncoder =
          ClipTextModel.open(contents.text(), type, device, textEdit, added);
      undo.add(textEncoder::close);
      AutoencoderKL vae = AutoencoderKL.open(contents.vae(), vaeType, device);
      undo.add(vae::close);
      UNet2DConditionModel unet =
          UNet2DConditionModel.open(contents.unet(), type, device, unetEdit);
      undo.add(unet::close);
      loras.forEach(Lora::requireUsed);
      Checkpoint checkpoint =
          new Checkpoint(source.place(), contents, tokenizer, textEncoder, unet, vae);
      checkpoint.requireFit();
      undo.clear();
      return checkpoint;
    } finally {
      undo.forEach(Runnable::run);
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
      throw new UserException("Cannot open %s: %s".formatted(place, String.join("; ", problems)));
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
