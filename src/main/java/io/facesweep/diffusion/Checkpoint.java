package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  private Checkpoint(
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
  }

  /**
   * Opens a snapshot. Either everything is opened, or nothing stays in memory.
   *
   * @param type the nets compute in; {@link Device#computeType()} is the device's usual one
   * @throws UserException if a file is missing or damaged, the pipeline or an option of a net is
   *     not supported, or the parts do not fit each other
   */
  public static Checkpoint open(Path snapshotDirectory, DType type, Device device) {
    requirePipeline(snapshotDirectory);
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      // What costs little to check comes first.
      NoiseSchedule schedule = NoiseSchedule.open(snapshotDirectory.resolve("scheduler"));
      ClipTokenizer tokenizer = ClipTokenizer.open(snapshotDirectory.resolve("tokenizer"));
      ClipTextModel textEncoder =
          ClipTextModel.open(snapshotDirectory.resolve("text_encoder"), type, device);
      opened.add(textEncoder);
      AutoencoderKL vae = AutoencoderKL.open(snapshotDirectory.resolve("vae"), type, device);
      opened.add(vae);
      UNet2DConditionModel unet =
          UNet2DConditionModel.open(snapshotDirectory.resolve("unet"), type, device);
      opened.add(unet);
      Checkpoint checkpoint = new Checkpoint(tokenizer, textEncoder, unet, vae, schedule);
      checkpoint.requireFit(snapshotDirectory);
      opened.clear();
      return checkpoint;
    } finally {
      opened.forEach(Checkpoint::closeQuietly);
    }
  }
