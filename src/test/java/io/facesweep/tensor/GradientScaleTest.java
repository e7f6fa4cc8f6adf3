package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientScaleTest {
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
  void bringsEachItemToTheTargetByAPowerOfTwo() {
    float[] largest = {1e-9f, 1, 0.99999994f, 1.9999999f, -1e6f, 8e37f, 1e-30f, 32};
    Tensor gradient = Tensor.of(largest, largest.length, 1);
    GradientScale scale = GradientScale.of(Tensor.cat(1, gradient.mul(0.01), gradient));

    float[] factors = scale.factors().toFloats();
    float[] applied = scale.applied(gradient).toFloats();
    for (int i = 0; i < factors.length; i++) {
      assertThat(Math.scalb(1f, Math.getExponent(factors[i]))).isEqualTo(factors[i]);
      assertThat((double) Math.abs(applied[i]))
          .isGreaterThanOrEqualTo(GradientScale.TARGET)
          .isLessThan(2 * GradientScale.TARGET);
    }
    assertThat(scale.removed(scale.applied(gradient)).toFloats()).containsExactly(largest);
  }

  @Test
  void leavesZerosAndWhatIsNotFiniteAsTheyAre() {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    float[] values = {0, 0, 1e-9f, nan, -infinity, 1e-9f, 1e-9f, 1e-9f};
    Tensor gradient = Tensor.of(values, 4, 2);
    GradientScale scale = GradientScale.of(gradient);

    assertThat(scale.factors().toFloats()).startsWith(1, 1, 1).doesNotContain(0);
    assertThat(scale.applied(gradient).slice(0, 0, 3).toFloats())
        .containsExactly(0, 0, 1e-9f, nan, -infinity, 1e-9f);
    assertThat(scale.applied(gradient).slice(0, 3, 4).toFloats()[0]).isGreaterThan(1);
  }

  /** Kernels of the CPU for half types went past channels that do not fill their vectors. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void convolutionsOfHalfTypesRoundTheSumOnce(DType type) {
    for (int[] channels : new int[][] {{3, 16}, {24, 24}, {40, 4}}) {
      Tensor x = RandomStream.of("x", 0).normal(1, channels[0], 16, 16).to(type);
      Tensor weight =
          RandomStream.of("w", 0).normal(channels[1], channels[0], 3, 3).mul(0.1).to(type);
      Tensor bias = RandomStream.of("b", 0).normal(channels[1]).to(type);
      float[] actual = Functional.conv2d(x, weight, bias, 1, 1).toFloats();
      float[] expected =
          Functional.conv2d(
                  x.to(DType.FLOAT64), weight.to(DType.FLOAT64), bias.to(DType.FLOAT64), 1, 1)
              .toFloats();
      double unit = type == DType.FLOAT16 ? 0x1p-11 : 0x1p-8;
      for (int i = 0; i < expected.length; i++) {
        double allowed = 1.1 * unit * Math.abs(expected[i]) + 1e-5;
        assertThat((double) actual[i]).isBetween(expected[i] - allowed, expected[i] + allowed);
      }
    }
  }
}
