package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/**
 * Single-head self-attention over the pixels of an image, residual. Reads both the names of today's
 * files ({@code to_q}, {@code to_out.0}) and those of older ones ({@code query}, {@code
 * proj_attn}).
 */
final class VaeAttention {
  private final GroupNorm groupNorm;
  private final Linear toQ;
  private final Linear toK;
  private final Linear toV;
  private final Linear toOut;

  VaeAttention(StateDict weights, int channels, int groups, double eps) {
    boolean old = weights.has("query.weight");
    this.groupNorm = new GroupNorm(weights.at("group_norm"), channels, groups, eps);
    this.toQ = Linear.pointwise(weights.at(old ? "query" : "to_q"), channels, channels);
    this.toK = Linear.pointwise(weights.at(old ? "key" : "to_k"), channels, channels);
    this.toV = Linear.pointwise(weights.at(old ? "value" : "to_v"), channels, channels);
    this.toOut = Linear.pointwise(weights.at(old ? "proj_attn" : "to_out.0"), channels, channels);
  }

  /** [N, C, H, W] to the same. */
  Tensor forward(Tensor x) {
    return TensorScope.compute(
        () -> {
          long[] shape = x.shape();
          Tensor states =
              groupNorm
                  .forward(x)
                  .reshape(shape[0], shape[1], shape[2] * shape[3])
                  .permute(0, 2, 1)
                  .contiguous(); // [N, HW, C]
          Tensor attended =
              Functional.attention(
                  toQ.forward(states), toK.forward(states), toV.forward(states), 1);
          return toOut.forward(attended).permute(0, 2, 1).reshape(shape).contiguous().add(x);
        });
  }
}
