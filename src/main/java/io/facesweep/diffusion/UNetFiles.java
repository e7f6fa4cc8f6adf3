package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.weights.CheckpointFiles;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StateDict;

/**
 * The UNet of a checkpoint as a training starts from it: its configurations, and its tensors one by
 * one under diffusers' names, whatever the form of the checkpoint.
 */
public final class UNetFiles {
  private final CheckpointContents contents;
  private final CheckpointFiles files;

  private UNetFiles(CheckpointContents contents) {
    this.contents = contents;
    this.files = contents.unet().files().get();
  }

  /**
   * Finds them.
   *
   * @throws UserException if a part of the checkpoint is missing or damaged, or not supported
   */
  public static UNetFiles of(CheckpointSource source) {
    return ForeignFile.open(
        "checkpoint " + source.place(), () -> new UNetFiles(CheckpointContents.of(source)));
  }

  /** The UNet's configuration, as diffusers writes it. */
  public JsonConfig config() {
    return contents.unet().config();
  }

  /** The configuration of its noise schedule. */
  public JsonConfig scheduler() {
    return contents.scheduler();
  }

  /**
   * Reads one tensor as float32.
   *
   * @param elements that it must have
   * @throws UserException if it is missing, or of another size
   */
  public float[] values(String name, long elements) {
    float[] values = files.tensor(name).floats();
    if (values.length != elements) {
      throw new UserException(
          "Cannot start from %s: %s has %d values (expected %d)"
              .formatted(contents.unet().place(), name, values.length, elements));
    }
    return values;
  }

  /** A net of the same architecture over tensors that the caller owns. */
  public UNet2DConditionModel over(StateDict tensors, DType type, Device device) {
    return new UNet2DConditionModel(
        tensors, UNetConfig.of(config()), NetWeights.borrowed(type, device));
  }
}
