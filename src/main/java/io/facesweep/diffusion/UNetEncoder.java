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
    long batch = requireInputs(sample, timesteps);
    requireText(text, batch);
    return batch;
  }

  /** Checks the inputs beside the text; returns the batch size. */
  long requireInputs(Tensor sample, long[] timesteps) {
    sample.requireShape("sample", -1, settings.inChannels(), -1, -1);
    long batch = sample.shape(0);
    if (timesteps.length != batch) {
      throw new IllegalArgumentException(
          "Invalid timesteps: %d for a batch of %d".formatted(timesteps.length, batch));
    }
    return batch;
  }

  /** Checks a text for a batch. */
  void requireText(Tensor text, long batch) {
    long texts = text.rank() == 3 && text.shape(0) == 1 ? 1 : batch;
    text.requireShape("encoderHiddenStates", texts, -1, settings.crossAttentionDim());
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
    return down(new BeforeText(activatedTime, List.of(x), 0, null), text);
  }

  /**
   * What is computed before a text is first looked at, and so is the same for all texts.
   *
   * @param time silu of the timestep embedding [N, timeEmbeddingDim]
   * @param outputs of convIn and of the first levels
   * @param levels how many are done
   * @param start of the level after those; null where that has not begun
   */
  record BeforeText(
      Tensor time, List<Tensor> outputs, int levels, DownBlock2D.@Nullable Start start) {}

  /**
   * Computes all that comes before a text is first looked at, in the caller's scope.
   *
   * @param x what convIn put out, [N, C, H, W]
   */
  BeforeText beforeText(Tensor x, Tensor activatedTime) {
    List<Tensor> outputs = new ArrayList<>(List.of(x));
    for (int level = 0; level < downBlocks.size(); level++) {
      DownBlock2D block = downBlocks.get(level);
      Tensor last = outputs.get(outputs.size() - 1);
      if (block.attends()) {
        return new BeforeText(activatedTime, outputs, level, block.start(last, activatedTime));
      }
      outputs.addAll(block.forward(last, activatedTime));
    }
    return new BeforeText(activatedTime, outputs, downBlocks.size(), null);
  }

  /** What {@link #down(Tensor, Tensor, Tensor)} returns, from where a text is first looked at. */
  List<Tensor> down(BeforeText before, Tensor text) {
    List<Tensor> outputs = new ArrayList<>(before.outputs());
    for (int level = before.levels(); level < downBlocks.size(); level++) {
      DownBlock2D block = downBlocks.get(level);
      DownBlock2D.@Nullable Start start = level == before.levels() ? before.start() : null;
      outputs.addAll(
          start == null
              ? block.forward(outputs.get(outputs.size() - 1), before.time(), text)
              : block.forward(start, before.time(), text));
    }
    return outputs;
  }

  /** The innermost block, where there is one. */
  Tensor mid(Tensor x, Tensor activatedTime, Tensor text) {
    return midBlock == null ? x : midBlock.forward(x, activatedTime, text);
  }
}
