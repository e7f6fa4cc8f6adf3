package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.TorchBridge;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Matrix products where nothing goes backwards, for which oneDNN's are taken where they fit. */
class RowProductsTest {
  /** Rows of an item, columns summed over, columns; on both sides of the 16 rows. */
  private static final int[][] SIZES = {
    {1, 32, 17},
    {7, 24, 136},
    {15, 64, 64},
    {16, 96, 48},
    {17, 13, 5},
    {77, 48, 64},
    {64, 256, 512},
    {94, 80, 232},
    {40, 560, 48},
    {256, 31, 147}
  };

  private TensorScope scope;

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  @Test
  void anItemGetsTheSameBitsInABatch() {
    for (BatchKernels kernels : List.of(BatchKernels.WHOLE, BatchKernels.APART)) {
      try (BatchKernels.Scope open = kernels.open();
          GradMode off = GradMode.disabled()) {
        for (int[] size : SIZES) {
          Tensor weight = RandomStream.of("w", 0).normal(size[2], size[1]);
          Tensor bias = RandomStream.of("b", 0).normal(size[2]);
          SameBits.assertIndependent(
              "%s product of %d rows".formatted(kernels, size[0]),
              items ->
                  List.of(
                      Functional.linear(
                          SameBits.normal("x", items, size[0], size[1]), weight, bias)));
        }
      }
    }
  }

  @Test
  void theyAreTheProductsThatGradientsGoThrough() {
    for (int[] size : SIZES) {
      Tensor x = RandomStream.of("x", 0).normal(3, size[0], size[1]);
      Tensor weight = RandomStream.of("w", 0).normal(size[2], size[1]);
      Tensor bias = RandomStream.of("b", 0).normal(size[2]);
      float[] expected = Functional.linear(x.asLeaf(), weight, bias).detach().toFloats();
      float[] across = Functional.linear(across(x), weight, bias).toFloats();
      float[] actual = Functional.linear(x, weight, bias).toFloats();
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(5e-4f)); // of up to 25 root(560)
        assertThat(across[i]).isCloseTo(actual[i], within(0f));
      }
    }
  }

  /** The same numbers, stored the other way round. */
  private static Tensor across(Tensor x) {
    return x.transpose(1, 2).contiguous().transpose(1, 2);
  }

  @Test
  void aLibraryWithoutThemComputesWithItsOwn() {
    long module = TorchBridge.loadModule(OperatorArchive.ofOperators("products-plain.py"));
    TorchBridge.deleteModule(module);
    assertThat(module).isNotZero();
  }
}
