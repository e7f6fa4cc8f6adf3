package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import org.jspecify.annotations.Nullable;

/**
 * Residual block: two normalised convolutions, the timestep added between them, and a 1 x 1
 * shortcut where the channels change (diffusers, {@code models/resnet.py}).
 */
final class ResnetBlock2D {
  final GroupNorm norm1;
  final Conv2d conv1;
  final @Nullable Linear timeEmbProj;
  final GroupNorm norm2;
  final Conv2d conv2;
  final @Nullable Conv2d convShortcut;

  /** A block of a net without timesteps. */
  ResnetBlock2D(StateDict weights, int in, int out, int groups, double eps) {
    this(weights, in, out, groups, eps, 0);
  }

  /**
   * @param timeChannels width of the timestep embedding; 0 for none
   */
  ResnetBlock2D(StateDict weights, int in, int out, int groups, double eps, int timeChannels) {
    this.norm1 = new GroupNorm(weights.at("norm1"), in, groups, eps);
    this.conv1 = Conv2d.same(weights.at("conv1"), in, out, 3);
    this.timeEmbProj =
        timeChannels == 0 ? null : Linear.withBias(weights.at("time_emb_proj"), timeChannels, out);
    this.norm2 = new GroupNorm(weights.at("norm2"), out, groups, eps);
    this.conv2 = Conv2d.same(weights.at("conv2"), out, out, 3);
    this.convShortcut = in == out ? null : Conv2d.same(weights.at("conv_shortcut"), in, out, 1);
  }

  /**
   * @param x [N, in, H, W]
   * @param activatedTime silu of the timestep embedding [N, timeChannels]; null in a net without
   * @return [N, out, H, W]
   */
  Tensor forward(Tensor x, @Nullable Tensor activatedTime) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = TensorScope.compute(() -> conv1.forward(norm1.forwardSilu(x)));
          if (timeEmbProj != null && activatedTime != null) {
            Tensor shift = timeEmbProj.forward(activatedTime); // [N, out]
            hidden = hidden.add(shift.reshape(shift.shape(0), shift.shape(1), 1, 1));
          }
          Tensor first = hidden;
          Tensor second = TensorScope.compute(() -> conv2.forward(norm2.forwardSilu(first)));
          return second.add(convShortcut == null ? x : convShortcut.forward(x));
        });
  }
}
