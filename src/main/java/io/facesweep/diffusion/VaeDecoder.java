package io.facesweep.diffusion;

import io.facesweep.diffusion.Resampling.Upsample2D;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Latents to image (diffusers, {@code Decoder}). */
final class VaeDecoder {
  final Conv2d convIn;
  final VaeMidBlock2D midBlock;
  final List<UpDecoderBlock2D> upBlocks = new ArrayList<>();
  final GroupNorm convNormOut;
  final Conv2d convOut;

  VaeDecoder(StateDict weights, VaeConfig config) {
    this.convIn =
        Conv2d.same(weights.at("conv_in"), config.latentChannels(), config.innermostChannels(), 3);
    this.midBlock = new VaeMidBlock2D(weights.at("mid_block"), config);
    for (int i = 0; i < config.levels(); i++) {
      upBlocks.add(new UpDecoderBlock2D(weights.at("up_blocks." + i), i, config));
    }
    int outer = config.width(0);
    this.convNormOut =
        new GroupNorm(
            weights.at("conv_norm_out"), outer, config.normNumGroups(), AutoencoderKL.EPS);
    this.convOut = Conv2d.same(weights.at("conv_out"), outer, config.outChannels(), 3);
  }

  /** [N, latentChannels, h, w] to [N, 3, f h, f w]. */
  Tensor forward(Tensor latents) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = midBlock.forward(convIn.forward(latents));
          for (UpDecoderBlock2D block : upBlocks) {
            hidden = block.forward(hidden);
          }
          return convOut.forward(convNormOut.forwardSilu(hidden));
        });
  }

  /** One level: residual blocks, then a doubling except in the outermost level. */
  static final class UpDecoderBlock2D {
    final List<ResnetBlock2D> resnets = new ArrayList<>();
    final @Nullable Upsample2D upsamplers0;

    /**
     * @param index 0 is the innermost level
     */
    UpDecoderBlock2D(StateDict weights, int index, VaeConfig config) {
      int level = config.levels() - 1 - index;
      int in = config.width(Math.min(config.levels() - 1, level + 1));
      int out = config.width(level);
      for (int i = 0; i <= config.layersPerBlock(); i++) {
        resnets.add(
            new ResnetBlock2D(
                weights.at("resnets." + i),
                i == 0 ? in : out,
                out,
                config.normNumGroups(),
                AutoencoderKL.EPS));
      }
      this.upsamplers0 = level == 0 ? null : Upsample2D.of(weights.at("upsamplers.0"), out);
    }

    Tensor forward(Tensor x) {
      return TensorScope.compute(
          () -> {
            Tensor hidden = x;
            for (ResnetBlock2D resnet : resnets) {
              hidden = resnet.forward(hidden, null);
            }
            return upsamplers0 == null
                ? hidden
                : upsamplers0.forward(hidden, 2 * hidden.shape(2), 2 * hidden.shape(3));
          });
    }
  }
}
