package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tensor.Functional.Padding;
import io.facesweep.tensor.Functional.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the CPU an operator gives an item the same bits whatever its batch mates are. */
class ItemwiseOperatorsTest {
  /** Channels in, channels out, height, width; on both sides of 20480 elements. */
  private static final int[][] CONVOLUTIONS = {
    {3, 7, 5, 9},
    {4, 16, 8, 8},
    {5, 3, 33, 17},
    {8, 8, 51, 51},
    {16, 24, 16, 16},
    {16, 16, 36, 36},
    {20, 16, 32, 32},
    {48, 48, 16, 16},
    {64, 128, 4, 4},
    {128, 96, 13, 13}
  };

  private TensorScope scope;
  private BatchKernels.Scope kernels;

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
    kernels = SameBits.KERNELS.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
    kernels.close();
  }

  @Test
  void joinedProductsDifferByRoundingAlone() {
    Tensor x = RandomStream.of("x", 0).normal(12, 64, 96);
    Tensor weight = RandomStream.of("w", 0).normal(128, 96);
    Tensor bias = RandomStream.of("b", 0).normal(128);
    float[] expected = Functional.linear(x, weight, bias).toFloats();
    try (BatchKernels.Scope joined = BatchKernels.JOINED.open()) {
      float[] actual = Functional.linear(x, weight, bias).toFloats();
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f)); // sums of 96 products
      }
    }
  }

  @Test
  void convolves() {
    for (int[] c : CONVOLUTIONS) {
      for (int kernel : new int[] {1, 3}) {
        for (int stride : new int[] {1, 2}) {
          String what =
              "%d to %d channels of %d x %d, kernel %d, stride %d"
                  .formatted(c[0], c[1], c[2], c[3], kernel, stride);
          assertBothWays(
              what,
              x -> {
                Tensor weight = RandomStream.of("w", 0).normal(c[1], c[0], kernel, kernel).mul(0.1);
                Tensor bias = RandomStream.of("b", 0).normal(c[1]);
                return Functional.conv2d(x, weight, bias, stride, kernel / 2);
              },
              c[0],
              c[2],
              c[3]);
        }
      }
    }
  }

  @Test
  void convolvesWithChannelsLast() {
    for (int[] c : CONVOLUTIONS) {
      Tensor weight = RandomStream.of("w", 0).normal(c[1], c[0], 3, 3).mul(0.1);
      SameBits.assertIndependent(
          "channels last " + c[0] + " to " + c[1],
          items ->
              List.of(
                  Functional.conv2d(
                      SameBits.normal("x", items, c[0], c[2], c[3]).channelsLast(),
                      weight,
                      null,
                      1,
                      1)));
    }
  }

  @Test
  void multiplies() {
    int[][] sizes = {{1, 32, 17}, {7, 12, 20}, {16, 16, 16}, {77, 48, 64}, {256, 64, 96}};
    for (int[] size : sizes) {
      UnaryOperator<Tensor> linear =
          x ->
              Functional.linear(x, RandomStream.of("w", 0).normal(size[2], size[1]).mul(0.1), null);
      UnaryOperator<Tensor> gated =
          x ->
              Functional.geglu(
                  x,
                  RandomStream.of("w", 0).normal(2L * size[2], size[1]).mul(0.1),
                  RandomStream.of("b", 0).normal(2L * size[2]));
      assertBothWays("linear " + size[0], linear, size[0], size[1]);
      assertBothWays("gated " + size[0], gated, size[0], size[1]);
      assertBothWays("linear of vectors " + size[1], linear, size[1]);
      // As a transformer of an image reads its pixels: across the memory.
      assertBothWays(
          "linear across " + size[0], x -> linear.apply(x.transpose(1, 2)), size[1], size[0]);
    }
  }

  @Test
  void attends() {
    int[][] sizes = {{1, 9, 7, 3}, {2, 64, 77, 8}, {4, 200, 77, 16}, {1, 49, 49, 24}};
    for (int[] size : sizes) {
      int heads = size[0];
      long width = (long) heads * size[3];
      assertBothWays(
          "attention of " + heads,
          x ->
              Functional.attention(
                  x.slice(1, 0, size[1]),
                  x.slice(1, size[1], size[1] + size[2]).contiguous(),
                  x.slice(1, size[1] + size[2], size[1] + 2L * size[2]).contiguous(),
                  heads),
          size[1] + 2L * size[2],
          width);
    }
    assertBothWays("causal", x -> Functional.causalAttention(x, x, x, 2), 77, 24);
  }

  @Test
  void mapsNumbersOneByOne() {
    List<UnaryOperator<Tensor>> maps =
        List.of(
            Functional::silu,
            Functional::gelu,
            Functional::geluTanh,
            Functional::quickGelu,
            Tensor::exp,
            Tensor::sigmoid,
            Tensor::tanh,
            Tensor::sin,
            Tensor::cos,
            x -> x.square().add(0.1).log(),
            x -> x.square().add(0.1).rsqrt(),
            x -> x.square().add(0.1).sqrt(),
            x -> x.square().add(0.1).pow(1.3),
            x -> x.square().add(0.1).reciprocal(),
            x -> Functional.softmax(x, -1));
    for (int i = 0; i < maps.size(); i++) {
      for (long size : new long[] {1, 7, 31, 64, 100, 129}) {
        assertBothWays("map %d of %d".formatted(i, size), maps.get(i), 3, size);
      }
    }
  }

  @Test
  void normalisesAndResizes() {
    Tensor weight = RandomStream.of("w", 0).normal(12);
    Tensor bias = RandomStream.of("b", 0).normal(12);
    for (long side : new long[] {3, 7, 16}) {
      assertBothWays(
          "group norm", x -> Functional.groupNorm(x, 4, weight, bias, 1e-5), 12, side, side);
      assertBothWays(
          "group norm, silu",
          x -> Functional.groupNormSilu(x, 3, weight, bias, 1e-5),
          12,
          side,
          side);
      assertBothWays("layer norm", x -> Functional.layerNorm(x, weight, bias, 1e-5), side, 12);
      assertBothWays("pool", x -> Functional.averagePool(x, 2), 3, 2 * side, 2 * side);
      assertBothWays("larger", x -> Functional.resizeBilinear(x, 37, 41), 3, side, side);
      assertBothWays("smaller", x -> Functional.resizeAntialiased(x, 3, 2), 3, side, side);
      assertBothWays(
          "nearest", x -> Functional.upsampleNearest(x, 2 * side, 2 * side), 3, side, side);
      assertBothWays(
          "sample",
          x ->
              Functional.gridSample(
                  x,
                  RandomStream.of("grid", 0).uniform(1, 5, 7, 2).expand(x.shape(0), 5, 7, 2),
                  Sampling.BILINEAR,
                  Padding.BORDER),
          3,
          side,
          side);
      assertBothWays("sum", x -> x.sum(1, 2, 3), 3, side, side);
      assertBothWays("norm", x -> x.norm(1, 2, 3), 3, side, side);
      assertBothWays("mean", x -> x.mean(2, 3), 3, side, side);
    }
  }

  /** Forward without a graph, forward with one, and backward. */
  private static void assertBothWays(String what, UnaryOperator<Tensor> operator, long... shape) {
    SameBits.assertIndependent(
        what,
        items -> {
          Tensor x = SameBits.normal("x", items, shape);
          Tensor plain;
          try (GradMode off = GradMode.disabled()) {
            plain = operator.apply(x.copy());
          }
          Tensor leaf = x.asLeaf();
          Tensor y = operator.apply(leaf);
          long[] rest = Arrays.copyOfRange(y.shape(), 1, y.rank());
          Tensor seed = SameBits.normal("seed", items, rest);
          return List.of(plain, y.detach(), Autograd.gradient(y, seed, leaf));
        });
  }
}
