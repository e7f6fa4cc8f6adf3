package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

/** The attention that CUDA takes for heads that its fast kernels do not know. */
class AttentionTest {
  private static final int WIDTH = 320;
  private static final int TOKENS = 24;
  private static final int SOURCES = 40;

  @Test
  void wholeScoresGiveWhatTheKernelGives() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor query = random(1, TOKENS);
      Tensor key = random(2, SOURCES);
      Tensor value = random(3, SOURCES);
      Tensor weight = random(4, TOKENS);
      float[][] kernel =
          results(weight, Functional.attention(query, key, value, 1), query, key, value);
      Tensor whole =
          Torch.tensor("whole_attention", heads(query), heads(key), heads(value))
              .reshape(2, TOKENS, WIDTH);
      float[][] plain = results(weight, whole, query, key, value);
      for (int i = 0; i < kernel.length; i++) {
        assertThat(plain[i]).hasSameSizeAs(kernel[i]);
        for (int j = 0; j < kernel[i].length; j++) {
          assertThat(plain[i][j]).isCloseTo(kernel[i][j], offset(2e-5f));
        }
      }
    }
  }

  /** The output, and the gradients of its product with a weight. */
  private static float[][] results(Tensor weight, Tensor output, Tensor... leaves) {
    float[][] all = new float[leaves.length + 1][];
    all[0] = output.toFloats();
    for (int i = 0; i < leaves.length; i++) {
      all[i + 1] = Autograd.gradient(output, weight, leaves[i]).toFloats();
    }
    return all;
  }

  private static Tensor random(int seed, int tokens) {
    return RandomStream.of("attention", seed).normal(2, tokens, WIDTH).asLeaf();
  }

  private static Tensor heads(Tensor tokens) {
    return tokens.reshape(2, 1, -1, WIDTH);
  }
}
