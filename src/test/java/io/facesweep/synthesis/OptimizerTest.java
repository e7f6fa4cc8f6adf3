package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.OptimizerSettings;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OptimizerTest {
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
  void adamFollowsItsPaper() {
    OptimizerSettings s = settings(OptimizerKind.ADAM, 0.1, 0.01, List.of(0.9, 0.99), 1e-8);
    double x = 1;
    double m = 0;
    double v = 0;
    double[] expected = new double[5];
    for (int t = 1; t <= 5; t++) {
      double g = gradient(t) + 0.01 * x;
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      x -= 0.1 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-8);
      expected[t - 1] = x;
    }
    assertPath(s, expected);
  }

  @Test
  void adamwDecaysApartFromTheGradient() {
    OptimizerSettings s = settings(OptimizerKind.ADAMW, 0.1, 0.2, List.of(0.9, 0.99), 1e-15);
    double x = 1;
    double m = 0;
    double v = 0;
    double[] expected = new double[5];
    for (int t = 1; t <= 5; t++) {
      double g = gradient(t);
      x *= 1 - 0.1 * 0.2;
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      x -= 0.1 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-15);
      expected[t - 1] = x;
    }
    assertPath(s, expected);
  }

  @Test
  void adanFollowsItsPaper() {
    List<Double> betas = List.of(0.98, 0.92, 0.99);
    OptimizerSettings s = settings(OptimizerKind.ADAN, 0.1, 0.02, betas, 1e-8);
    double x = 1;
    double m = 0;
    double v = 0;
    double n = 0;
    double last = gradient(1);
    double[] expected = new double[5];
    for (int t = 1; t <= 5; t++) {
      double g = gradient(t);
      double change = g - last;
      last = g;
      m = 0.98 * m + 0.02 * g;
      v = 0.92 * v + 0.08 * change;
      double ahead = g + 0.92 * change;
      n = 0.99 * n + 0.01 * ahead * ahead;
      double root = Math.sqrt(n / (1 - Math.pow(0.99, t))) + 1e-8;
      double direction = m / (1 - Math.pow(0.98, t)) + 0.92 * v / (1 - Math.pow(0.92, t));
      x = (x - 0.1 * direction / root) / (1 + 0.1 * 0.02);
      expected[t - 1] = x;
    }
    assertPath(s, expected);
  }

  @Test
  void learningRateFallsInStairs() {
    OptimizerSettings s =
        new OptimizerSettings(
            OptimizerKind.ADAM, 0.5, 0, OptimizerKind.ADAM.betas(), 1e-8, 0, 0.1, 2);
    Tensor x = Tensor.ones(1, 1);
    double[] rates = new double[5];
    try (Optimizer optimizer = Optimizer.of(List.of(s), x)) {
      for (int i = 0; i < 5; i++) {
        rates[i] = optimizer.learningRate(0);
        x = optimizer.step(x, Tensor.ones(1, 1));
      }
    }
    assertThat(rates).containsExactly(new double[] {0.5, 0.5, 0.05, 0.05, 0.005}, within(1e-12));
  }

  @Test
  void everyItemHasItsOwnSettingsAndState() {
    for (OptimizerKind kind : OptimizerKind.values()) {
      OptimizerSettings fast = settings(kind, 0.1, 0.1, kind.betas(), 1e-8);
      OptimizerSettings slow = settings(kind, 0.001, 0, kind.betas(), 1e-3);
      float[] together = steps(List.of(fast, slow), 0);
      assertThat(together[0]).isCloseTo(steps(List.of(fast), 0)[0], within(1e-6f));
      assertThat(together[1]).isCloseTo(steps(List.of(slow), 1)[0], within(1e-6f));
    }
  }

  @Test
  void goesOnUnchangedWithSomeOfTheItems() {
    for (OptimizerKind kind : OptimizerKind.values()) {
      OptimizerSettings a = settings(kind, 0.1, 0.1, kind.betas(), 1e-8);
      OptimizerSettings b = settings(kind, 0.01, 0, kind.betas(), 1e-8);
      Tensor both = Tensor.ones(2, 1);
      Tensor alone = Tensor.ones(1, 1);
      try (Optimizer two = Optimizer.of(List.of(a, b), both);
          Optimizer one = Optimizer.of(List.of(b), alone)) {
        for (int t = 1; t <= 3; t++) {
          both = two.step(both, Tensor.full(gradient(t), 2, 1));
          alone = one.step(alone, Tensor.full(gradient(t), 1, 1));
        }
        two.keep(new int[] {1});
        Tensor rest = both.slice(0, 1, 2);
        for (int t = 4; t <= 6; t++) {
          rest = two.step(rest, Tensor.full(gradient(t), 1, 1));
          alone = one.step(alone, Tensor.full(gradient(t), 1, 1));
        }
        assertThat(rest.item()).isCloseTo(alone.item(), within(1e-6f));
      }
    }
  }

  @Test
  void clipsEachItemToItsOwnNorm() {
    Tensor gradients = Tensor.of(new float[] {3, 4, 3, 4, 3, 4}, 3, 2);
    double[] norms = ItemValues.norms(gradients);
    assertThat(GradientClip.clip(gradients, norms, new double[] {1, 0, 10}).toFloats())
        .containsExactly(new float[] {0.6f, 0.8f, 3, 4, 3, 4}, within(1e-6f));
  }

  @Test
  void zeroesAndCountsWhatIsNotFinite() {
    Tensor values =
        Tensor.of(
            new float[] {1, Float.NaN, 2, 3, Float.NEGATIVE_INFINITY, Float.NaN, 3e30f, 3e30f},
            4,
            2);
    NonFinite cleaned = NonFinite.zeroed(values);
    assertThat(cleaned.values().toFloats()).containsExactly(1, 0, 2, 3, 0, 0, 0, 0);
    assertThat(cleaned.counts()).containsExactly(1, 0, 2, 2);
  }

  private static float[] steps(List<OptimizerSettings> settings, int first) {
    float[] start = new float[settings.size()];
    for (int i = 0; i < start.length; i++) {
      start[i] = first + i + 1;
    }
    Tensor x = Tensor.of(start, start.length, 1);
    try (Optimizer optimizer = Optimizer.of(settings, x)) {
      for (int t = 1; t <= 5; t++) {
        float[] gradients = new float[start.length];
        for (int i = 0; i < start.length; i++) {
          gradients[i] = (float) gradient(t + 7 * (first + i));
        }
        x = optimizer.step(x, Tensor.of(gradients, start.length, 1));
      }
      return x.toFloats();
    }
  }

  private static void assertPath(OptimizerSettings settings, double[] expected) {
    Tensor x = Tensor.ones(1, 1);
    try (Optimizer optimizer = Optimizer.of(List.of(settings), x)) {
      for (int t = 1; t <= expected.length; t++) {
        x = optimizer.step(x, Tensor.full(gradient(t), 1, 1));
        assertThat((double) x.item()).isCloseTo(expected[t - 1], within(2e-6));
      }
    }
  }

  private static double gradient(int t) {
    return RandomStream.of("gradient", t).scalars().nextDouble() - 0.3;
  }

  private static OptimizerSettings settings(
      OptimizerKind kind, double rate, double decay, List<Double> betas, double eps) {
    return new OptimizerSettings(kind, rate, decay, betas, eps, 0, 1, 100);
  }
}
