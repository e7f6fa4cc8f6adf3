package io.facesweep.diffusion;

import io.facesweep.diffusion.UNetSettings.MidBlock;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import org.jspecify.annotations.Nullable;

/**
 * The innermost block: a residual block, and a transformer with another residual block where it
 * attends to the text (diffusers, {@code UNetMidBlock2DCrossAttn} and {@code UNetMidBlock2D}).
 */
final class UNetMidBlock2D {
  final ResnetBlock2D resnets0;
  final @Nullable Transformer2DModel attentions0;
  final @Nullable ResnetBlock2D resnets1;

  UNetMidBlock2D(StateDict weights, UNetSettings settings) {
    this.resnets0 = resnet(weights.at("resnets.0"), settings);
    if (settings.midBlock() == MidBlock.CROSS_ATTENTION) {
      int heads = settings.attentionHeads().get(settings.levels() - 1);
      this.attentions0 =
          new Transformer2DModel(
              weights.at("attentions.0"), settings.innermostChannels(), heads, settings);
      this.resnets1 = resnet(weights.at("resnets.1"), settings);
    } else {
      this.attentions0 = null;
      this.resnets1 = null;
    }
  }

  private static ResnetBlock2D resnet(StateDict weights, UNetSettings settings) {
    int channels = settings.innermostChannels();
    return new ResnetBlock2D(
        weights,
        channels,
        channels,
        settings.normNumGroups(),
        settings.normEps(),
        settings.timeEmbeddingDim());
  }

  /** [N, C, H, W] to the same. */
  Tensor forward(Tensor x, Tensor activatedTime, Tensor text) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = resnets0.forward(x, activatedTime);
          if (attentions0 == null || resnets1 == null) {
            return hidden;
          }
          return resnets1.forward(attentions0.forward(hidden, text), activatedTime);
        });
  }
}
