package io.facesweep.diffusion;

import io.facesweep.diffusion.Resampling.AsymmetricDownsample2D;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Image to moments of latents (diffusers, {@code Encoder}). */
final class VaeEncoder {
  final Conv2d convIn;
  final List<DownEncoderBlock2D> downBlocks = new ArrayList<>();
  final VaeMidBlock2D midBlock;
  final GroupNorm convNormOut;
  final Conv2d convOut;

  VaeEncoder(StateDict weights, VaeConfig config) {
    this.convIn = Conv2d.same(weights.at("conv_in"), config.inChannels(), config.width(0), 3);
    for (int level = 0; level < config.levels(); level++) {
      downBlocks.add(new DownEncoderBlock2D(weights.at("down_blocks." + level), level, config));
    }
    this.midBlock = new VaeMidBlock2D(weights.at("mid_block"), config);
    int inner = config.innermostChannels();
    this.convNormOut =
        new GroupNorm(
            weights.at("conv_norm_out"), inner, config.normNumGroups(), AutoencoderKL.EPS);
    this.convOut = Conv2d.same(weights.at("conv_out"), inner, 2 * config.latentChannels(), 3);
  }

  /** [N, 3, H, W] to [N, 2 * latentChannels, H / f, W / f]. */
  Tensor forward(Tensor image) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = convIn.forward(image);
          for (DownEncoderBlock2D block : downBlocks) {
            hidden = block.forward(hidden);
          }
          Tensor inner = midBlock.forward(hidden);
          return convOut.forward(convNormOut.forwardSilu(inner));
        });
  }

  /** One level: residual blocks, then a halving except in the innermost level. */
  static final class DownEncoderBlock2D {
    final List<ResnetBlock2D> resnets = new ArrayList<>();
    final @Nullable AsymmetricDownsample2D downsamplers0;

    DownEncoderBlock2D(StateDict weights, int level, VaeConfig config) {
      int in = config.width(Math.max(0, level - 1));
      int out = config.width(level);
      for (int i = 0; i < config.layersPerBlock(); i++) {
        resnets.add(
            new ResnetBlock2D(
                weights.at("resnets." + i),
                i == 0 ? in : out,
                out,
                config.normNumGroups(),
                AutoencoderKL.EPS));
      }
      this.downsamplers0 =
          level == config.levels() - 1
              ? null
              : AsymmetricDownsample2D.of(weights.at("downsamplers.0"), out);
    }

    Tensor forward(Tensor x) {
      return TensorScope.compute(
          () -> {
            Tensor hidden = x;
            for (ResnetBlock2D resnet : resnets) {
              hidden = resnet.forward(hidden, null);
            }
            return downsamplers0 == null ? hidden : downsamplers0.forward(hidden);
          });
    }
  }
}
