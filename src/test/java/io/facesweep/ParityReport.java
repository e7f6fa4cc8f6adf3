package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares tensors with golden ones and keeps the worst errors. A tensor passes when max|a - b| is
 * at most tolerance * max|b| and rms(a - b) at most tolerance / 3 * rms(b).
 */
final class ParityReport {
  /**
   * @param share largest share of what is allowed, and by which tensor
   */
  private record Worst(double max, double rms, double share, String tensor, int tensors) {
    Worst and(Worst other) {
      boolean worse = other.share > share;
      return new Worst(
          Math.max(max, other.max),
          Math.max(rms, other.rms),
          worse ? other.share : share,
          worse ? other.tensor : tensor,
          tensors + other.tensors);
    }
  }

  private final Map<String, Worst> worst = new TreeMap<>();

  void compare(
      String family, String net, Golden golden, String name, Tensor actual, double tolerance) {
    assertThat(actual.shape())
        .as("%s %s: shape of %s", family, net, name)
        .containsExactly(golden.shape(name));
    compare(family, net, name, actual.toFloats(), golden.floats(name), tolerance);
  }

  void compare(String family, String net, String name, float[] a, float[] b, double tolerance) {
    double maxError = 0;
    double maxReference = 0;
    double squaredError = 0;
    double squaredReference = 0;
    boolean finite = true;
    for (int i = 0; i < b.length; i++) {
      double error = Math.abs((double) a[i] - b[i]);
      finite &= Double.isFinite(error);
      maxError = Math.max(maxError, error);
      maxReference = Math.max(maxReference, Math.abs(b[i]));
      squaredError += error * error;
      squaredReference += (double) b[i] * b[i];
    }
    double max = maxError == 0 ? 0 : maxError / maxReference;
    double rms = squaredError == 0 ? 0 : Math.sqrt(squaredError / squaredReference);
    note(family, net, name, max, rms, tolerance);
    assertThat(finite).as("%s %s: %s is finite", family, net, name).isTrue();
    assertThat(max)
        .as("%s %s: largest error of %s relative to its maximum", family, net, name)
        .isLessThanOrEqualTo(tolerance);
    assertThat(rms)
        .as("%s %s: rms error of %s relative to its rms", family, net, name)
        .isLessThanOrEqualTo(tolerance / 3);
  }

  /** By the largest relative error of an element. */
  void compareElements(
      String family, String net, String name, float[] a, float[] b, double tolerance) {
    double max = 0;
    for (int i = 0; i < b.length; i++) {
      max = Math.max(max, Math.abs((double) a[i] - b[i]) / Math.abs((double) b[i]));
    }
    note(family, net, name, max, 0, tolerance);
    assertThat(a).hasSameSizeAs(b);
    assertThat(max)
        .as("%s %s: largest relative error of %s", family, net, name)
        .isLessThanOrEqualTo(tolerance);
  }

  private synchronized void note(
      String family, String net, String name, double max, double rms, double tolerance) {
    double share = Math.max(max / tolerance, 3 * rms / tolerance);
    worst.merge(
        "%-16s %-13s".formatted(family, net), new Worst(max, rms, share, name, 1), Worst::and);
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "%-16s %-13s %7s %9s %9s %10s  %s%n"
            .formatted("family", "net", "tensors", "max", "rms", "of allowed", "by"));
    worst.forEach(
        (key, value) ->
            table.append(
                "%s %7d %9.2e %9.2e %9.0f%%  %s%n"
                    .formatted(
                        key,
                        value.tensors,
                        value.max,
                        value.rms,
                        100 * value.share,
                        value.tensor)));
    return table.toString();
  }
}
