package io.facesweep.diffusion;

import io.facesweep.diffusion.Resampling.Downsample2D;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level on the way down: residual blocks, each followed by a transformer in the levels that
 * attend to the text, then a halving except in the innermost level (diffusers, {@code DownBlock2D}
 * and {@code CrossAttnDownBlock2D}).
 */
final class DownBlock2D {
  final List<ResnetBlock2D> resnets = new ArrayList<>();
  final List<Transformer2DModel> attentions = new ArrayList<>();
  final @Nullable Downsample2D downsamplers0;

  DownBlock2D(StateDict weights, int level, UNetSettings settings) {
    int out = settings.blockOutChannels().get(level);
    for (int i = 0; i < settings.layersPerBlock().get(level); i++) {
      resnets.add(
          new ResnetBlock2D(
              weights.at("resnets." + i),
              i == 0 ? settings.channelsInto(level) : out,
              out,
              settings.normNumGroups(),
              settings.normEps(),
              settings.timeEmbeddingDim()));
      if (settings.downCrossAttention().get(level)) {
        attentions.add(
            new Transformer2DModel(
                weights.at("attentions." + i),
                out,
                settings.attentionHeads().get(level),
                settings));
      }
    }
    downsamplers0 =
        level == settings.levels() - 1 ? null : Downsample2D.of(weights.at("downsamplers.0"), out);
  }

  /**
   * @param x [N, C, H, W]
   * @return what every layer put out, in order; the last is the input of the next level
   */
  List<Tensor> forward(Tensor x, Tensor activatedTime, Tensor text) {
    return TensorScope.computeAll(
        () -> {
          Tensor hidden = resnets.get(0).forward(x, activatedTime);
          if (!attentions.isEmpty()) {
            hidden = attentions.get(0).forward(hidden, text);
          }
          return following(hidden, activatedTime, text);
        });
  }

  /** Whether it looks at the text. */
  boolean attends() {
    return !attentions.isEmpty();
  }

  /** What {@link #forward(Tensor, Tensor, Tensor)} returns, of a block that looks at no text. */
  List<Tensor> forward(Tensor x, Tensor activatedTime) {
    if (attends()) {
      throw new IllegalStateException("Cannot compute without a text: the block looks at one");
    }
    return forward(x, activatedTime, x); // nobody reads the text
  }

  /**
   * What a block that looks at the text computes before it does so.
   *
   * @param features of its first residual block [N, C, H, W]
   * @param states of the transformer behind that [N, HW, C]
   */
  record Start(Tensor features, Tensor states) {}

  /** Returns the start of a block that looks at the text, in the caller's scope. */
  Start start(Tensor x, Tensor activatedTime) {
    Tensor features = resnets.get(0).forward(x, activatedTime);
    return new Start(features, attentions.get(0).beforeText(features));
  }

  /** What {@link #forward(Tensor, Tensor, Tensor)} returns, from its start on. */
  List<Tensor> forward(Start start, Tensor activatedTime, Tensor text) {
    return TensorScope.computeAll(
        () ->
            following(
                attentions.get(0).afterText(start.states(), start.features(), text),
                activatedTime,
                text));
  }

  /** The output of the first layer, and those of what follows it. */
  private List<Tensor> following(Tensor first, Tensor activatedTime, Tensor text) {
    List<Tensor> outputs = new ArrayList<>(List.of(first));
    Tensor hidden = first;
    for (int i = 1; i < resnets.size(); i++) {
      hidden = resnets.get(i).forward(hidden, activatedTime);
      if (!attentions.isEmpty()) {
        hidden = attentions.get(i).forward(hidden, text);
      }
      outputs.add(hidden);
    }
    if (downsamplers0 != null) {
      outputs.add(downsamplers0.forward(hidden));
    }
    return outputs;
  }
}
