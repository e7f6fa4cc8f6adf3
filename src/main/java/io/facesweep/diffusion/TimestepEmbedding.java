package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/**
 * Sinusoids of the timestep and two linear layers (diffusers, {@code get_timestep_embedding} and
 * {@code TimestepEmbedding}).
 */
final class TimestepEmbedding {
  private static final double MAX_PERIOD = 10000;

  private final UNetSettings settings;
  private final Linear linear1;
  private final Linear linear2;

  TimestepEmbedding(StateDict weights, UNetSettings settings) {
    this.settings = settings;
    int time = settings.timeEmbeddingDim();
    this.linear1 = Linear.withBias(weights.at("linear_1"), settings.sinusoids(), time);
    this.linear2 = Linear.withBias(weights.at("linear_2"), time, time);
  }

  /**
   * Sines and cosines of the timesteps at geometrically spaced frequencies, in float32.
   *
   * @return [N, sinusoids]
   */
  Tensor sinusoids(long[] timesteps, Tensor like) {
    int half = settings.sinusoids() / 2;
    float[] t = new float[timesteps.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = timesteps[i];
    }
    float[] exponents = new float[half];
    for (int i = 0; i < half; i++) {
      exponents[i] = (float) -Math.log(MAX_PERIOD) * i / (float) (half - settings.freqShift());
    }
    return TensorScope.compute(
        () -> {
          // on the host, which is quick: two small copies would be slower
          Tensor frequencies = Tensor.of(exponents, 1, half).exp();
          Tensor angles = Tensor.of(t, t.length, 1).mul(frequencies);
          Tensor sinusoids =
              settings.flipSinToCos()
                  ? Tensor.cat(1, angles.cos(), angles.sin())
                  : Tensor.cat(1, angles.sin(), angles.cos());
          return sinusoids.to(like.device());
        });
  }

  /** The embedding [N, timeEmbeddingDim], of the type and device of {@code like}. */
  Tensor forward(long[] timesteps, Tensor like) {
    return TensorScope.compute(
        () ->
            linear2.forward(
                Functional.silu(linear1.forward(sinusoids(timesteps, like).to(like.dtype())))));
  }
}
