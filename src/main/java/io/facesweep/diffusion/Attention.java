package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/** Multi-head attention to the states themselves or to a text (diffusers, {@code Attention}). */
final class Attention {
  private final Linear toQ;
  private final Linear toK;
  private final Linear toV;
  private final Linear toOut;
  private final int heads;

  /**
   * @param contextChannels width of what is attended to
   */
  Attention(StateDict weights, int channels, int contextChannels, int heads) {
    this.toQ = Linear.withoutBias(weights.at("to_q"), channels, channels);
    this.toK = Linear.withoutBias(weights.at("to_k"), contextChannels, channels);
    this.toV = Linear.withoutBias(weights.at("to_v"), contextChannels, channels);
    this.toOut = Linear.withBias(weights.at("to_out.0"), channels, channels);
    this.heads = heads;
  }

  /**
   * @param x [N, L, channels]
   * @param context [N, S, contextChannels], or [1, S, contextChannels] for all
   * @return [N, L, channels]
   */
  Tensor forward(Tensor x, Tensor context) {
    return TensorScope.compute(
        () -> {
          Tensor keys = forAll(toK.forward(context), x);
          Tensor values = forAll(toV.forward(context), x);
          return toOut.forward(Functional.attention(toQ.forward(x), keys, values, heads));
        });
  }

  private static Tensor forAll(Tensor items, Tensor x) {
    return items.shape(0) == x.shape(0)
        ? items
        : items.expand(x.shape(0), items.shape(1), items.shape(2));
  }
}
