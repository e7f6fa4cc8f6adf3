package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/** Gated feed-forward layer, four times as wide inside. */
final class FeedForward {
  private final Tensor gateWeight;
  private final Tensor gateBias;
  private final Linear out;

  FeedForward(StateDict weights, int channels) {
    int inner = 4 * channels;
    StateDict gate = weights.at("net.0.proj");
    this.gateWeight = gate.take("weight", 2L * inner, channels);
    this.gateBias = gate.take("bias", 2L * inner);
    this.out = Linear.withBias(weights.at("net.2"), inner, channels);
  }

  /** The gated states [N, L, 4 * channels] of {@code x} [N, L, channels]. */
  Tensor gated(Tensor x) {
    return Functional.geglu(x, gateWeight, gateBias);
  }

  Tensor forward(Tensor x) {
    return TensorScope.compute(() -> out.forward(gated(x)));
  }
}
