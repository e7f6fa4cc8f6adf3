package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/** Self-attention, attention to the text, feed-forward; each normalised and residual. */
final class BasicTransformerBlock {
  private static final double EPS = 1e-5;

  final LayerNorm norm1;
  final Attention attn1;
  final LayerNorm norm2;
  final Attention attn2;
  final LayerNorm norm3;
  final FeedForward ff;

  BasicTransformerBlock(StateDict weights, int channels, int heads, int textChannels) {
    this.norm1 = new LayerNorm(weights.at("norm1"), channels, EPS);
    this.attn1 = new Attention(weights.at("attn1"), channels, channels, heads);
    this.norm2 = new LayerNorm(weights.at("norm2"), channels, EPS);
    this.attn2 = new Attention(weights.at("attn2"), channels, textChannels, heads);
    this.norm3 = new LayerNorm(weights.at("norm3"), channels, EPS);
    this.ff = new FeedForward(weights.at("ff"), channels);
  }

  /**
   * @param x [N, L, channels]
   * @param text [N, S, textChannels]
   * @return [N, L, channels]
   */
  Tensor forward(Tensor x, Tensor text) {
    return TensorScope.compute(() -> afterText(beforeText(x), text));
  }

  /** Returns {@code x} after self-attention, in which no text has a say. */
  Tensor beforeText(Tensor x) {
    return TensorScope.compute(() -> x.add(selfAttention(x)));
  }

  /**
   * Does what follows {@link #beforeText}.
   *
   * @param self what that returned
   */
  Tensor afterText(Tensor self, Tensor text) {
    return TensorScope.compute(
        () -> {
          Tensor crossed = self.add(attn2.forward(norm2.forward(self), text));
          return crossed.add(ff.forward(norm3.forward(crossed)));
        });
  }

  /** What self-attention adds to {@code x}. */
  Tensor selfAttention(Tensor x) {
    return TensorScope.compute(
        () -> {
          Tensor normed = norm1.forward(x);
          return attn1.forward(normed, normed);
        });
  }
}
