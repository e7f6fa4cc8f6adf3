package io.facesweep.diffusion;

import io.facesweep.diffusion.UNetSettings.MidBlock;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The half that a UNet and its ControlNets have in common. */
final class UNetEncoder {
  final UNetSettings settings;
  final Conv2d convIn;
  final TimestepEmbedding timeEmbedding;
  final List<DownBlock2D> downBlocks = new ArrayList<>();
  final @Nullable UNetMidBlock2D midBlock;

  /**
   * @param weights the whole net's
   */
  UNetEncoder(StateDict weights, UNetSettings settings) {
    this.settings = settings;
    this.convIn =
        Conv2d.same(
            weights.at("conv_in"),
            settings.inChannels(),
            settings.blockOutChannels().get(0),
            settings.convInKernel());
    this.timeEmbedding = new TimestepEmbedding(weights.at("time_embedding"), settings);
    for (int level = 0; level < settings.levels(); level++) {
      downBlocks.add(new DownBlock2D(weights.at("down_blocks." + level), level, settings));
    }
    this.midBlock =
        settings.midBlock() == MidBlock.NONE
            ? null
            : new UNetMidBlock2D(weights.at("mid_block"), settings);
  }

  /**
   * Checks the inputs that UNet and ControlNet share; returns the batch size.
   *
   * @param text of each item, or one of all
   */
  long requireInputs(Tensor sample, long[] timesteps, Tensor text) {
    sample.requireShape("sample", -1, settings.inChannels(), -1, -1);
    long batch = sample.shape(0);
    long texts = text.rank() == 3 && text.shape(0) == 1 ? 1 : batch;
    text.requireShape("encoderHiddenStates", texts, -1, settings.crossAttentionDim());
    if (timesteps.length != batch) {
      throw new IllegalArgumentException(
          "Invalid timesteps: %d for a batch of %d".formatted(timesteps.length, batch));
    }
    return batch;
  }

  /** silu of the timestep embedding [N, timeEmbeddingDim]. */
  Tensor activatedTime(long[] timesteps, Tensor like) {
    return Functional.silu(timeEmbedding.forward(timesteps, like));
  }

  /**
   * All levels.
   *
   * @param x what convIn put out, [N, C, H, W]
   * @return {@code x} and every layer's output, the innermost last
   */
  List<Tensor> down(Tensor x, Tensor activatedTime, Tensor text) {
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(x);
    for (DownBlock2D block : downBlocks) {
      outputs.addAll(block.forward(outputs.get(outputs.size() - 1), activatedTime, text));
    }
    return outputs;
  }

  /** The innermost block, where there is one. */
  Tensor mid(Tensor x, Tensor activatedTime, Tensor text) {
    return midBlock == null ? x : midBlock.forward(x, activatedTime, text);
  }
}
