package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions are right whatever stands in the memory that they are given. */
class ConvolutionTest {
  private static final double ROUNDING = 5e-6;

  /** Channels that fill no block of oneDNN's, at sides where it is used forwards and backwards. */
  @ParameterizedTest
  @CsvSource({
    "24,8,8",
    "24,32,16",
    "40,16,16",
    "12,4,32",
    "8,8,64",
    "16,8,64",
    "32,3,64",
    "3,16,64"
  })
  void agreesWithDoublePrecision(int inputs, int outputs, int side) {
    for (BatchKernels kernels : BatchKernels.values()) {
      try (BatchKernels.Scope scope = kernels.open()) {
        check(inputs, outputs, side);
      }
    }
  }

  private static void check(int inputs, int outputs, int side) {
    RandomStream random = RandomStream.of("convolution", 0);
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = random.child("x").normal(2, inputs, side, side);
      Tensor weight = random.child("weight").normal(outputs, inputs, 3, 3);
      Tensor bias = random.child("bias").normal(outputs);
      Tensor seed = random.child("seed").normal(2, outputs, side, side);
      Tensor wideWeight = weight.to(DType.FLOAT64);
      Tensor wideBias = bias.to(DType.FLOAT64);
      Tensor wideX = x.to(DType.FLOAT64).asLeaf();
      Tensor expected = Functional.conv2d(wideX, wideWeight, wideBias, 1, 1);
      Tensor expectedGradient = Autograd.gradient(expected, seed.to(DType.FLOAT64), wideX);

      leaveGarbage();
      try (GradMode off = GradMode.disabled()) {
        assertClose(Functional.conv2d(x, weight, bias, 1, 1), expected);
        assertClose(
            Functional.conv2d(x, weight, null, 1, 1).add(bias.reshape(1, -1, 1, 1)), expected);
      }
      leaveGarbage();
      Tensor leaf = x.asLeaf();
      Tensor actual = Functional.conv2d(leaf, weight, bias, 1, 1);
      assertClose(actual.detach(), expected);
      assertClose(Autograd.gradient(actual, seed, leaf), expectedGradient);
    }
  }

  /** Fills memory of many sizes with what spoils every sum, and frees it. */
  private static void leaveGarbage() {
    try (TensorScope scope = TensorScope.open()) {
      for (long size = 64; size <= 1 << 20; size *= 2) {
        for (int i = 0; i < 4; i++) {
          Tensor.full(Double.NaN, size);
        }
      }
    }
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    double error = actual.to(DType.FLOAT64).sub(expected.detach()).abs().max(0, 1, 2, 3).item();
    double largest = expected.detach().abs().max(0, 1, 2, 3).item();
    assertThat(error / largest).isLessThan(ROUNDING);
  }
}
