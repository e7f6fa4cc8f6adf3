package io.facesweep.diffusion;

import io.facesweep.diffusion.Resampling.Upsample2D;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level on the way up: residual blocks that also take what the same level put out on the way
 * down, transformers in the levels that attend to the text, then an enlargement except in the
 * outermost level (diffusers, {@code UpBlock2D} and {@code CrossAttnUpBlock2D}).
 */
final class UpBlock2D {
  final List<ResnetBlock2D> resnets = new ArrayList<>();
  final List<Transformer2DModel> attentions = new ArrayList<>();
  final @Nullable Upsample2D upsamplers0;

  /**
   * @param index 0 is the innermost level
   */
  UpBlock2D(StateDict weights, int index, UNetConfig config) {
    UNetSettings settings = config.encoder();
    int level = settings.levels() - 1 - index;
    int out = settings.blockOutChannels().get(level);
    int below = settings.blockOutChannels().get(Math.min(level + 1, settings.levels() - 1));
    int layers = settings.layersPerBlock().get(level) + 1;
    for (int i = 0; i < layers; i++) {
      int skip = i == layers - 1 ? settings.channelsInto(level) : out;
      resnets.add(
          new ResnetBlock2D(
              weights.at("resnets." + i),
              (i == 0 ? below : out) + skip,
              out,
              settings.normNumGroups(),
              settings.normEps(),
              settings.timeEmbeddingDim()));
      if (config.upCrossAttention().get(index)) {
        attentions.add(
            new Transformer2DModel(
                weights.at("attentions." + i),
                out,
                settings.attentionHeads().get(level),
                settings));
      }
    }
    upsamplers0 = level == 0 ? null : Upsample2D.of(weights.at("upsamplers.0"), out);
  }

  /**
   * @param skips what the way down put out, the latest last; this block takes as many as it has
   *     residual blocks, and enlarges to the size of the one that is then the latest
   */
  Tensor forward(Tensor x, Deque<Tensor> skips, Tensor activatedTime, Tensor text) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = x;
          for (int i = 0; i < resnets.size(); i++) {
            Tensor below = hidden;
            Tensor skip = skips.removeLast();
            ResnetBlock2D resnet = resnets.get(i);
            hidden =
                TensorScope.compute(
                    () -> resnet.forward(Tensor.cat(1, below, skip), activatedTime));
            if (!attentions.isEmpty()) {
              hidden = attentions.get(i).forward(hidden, text);
            }
          }
          if (upsamplers0 == null) {
            return hidden;
          }
          Tensor next = skips.getLast();
          return upsamplers0.forward(hidden, next.shape(2), next.shape(3));
        });
  }
}
