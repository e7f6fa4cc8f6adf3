package io.facesweep.train.demo;

import java.util.Arrays;
import java.util.List;

/**
 * Names what features show by ridge regression on indicators of the names (Hastie et al., The
 * Elements of Statistical Learning, sections 3.4 and 4.2).
 */
final class LinearClassifier {
  /** Added to the diagonal, as a share of its mean. */
  private static final double RIDGE = 0.01;

  /** So many examples are added at once, which passes over the products less often. */
  private static final int BLOCK = 8;

  private final List<String> names;
  private final int size;
  private final double[][] products;
  private final double[][] block = new double[BLOCK][];
  private int held;
  private final double[][] targets;
  private double[][] weights = {};

  /**
   * @param features how many there are
   */
  LinearClassifier(List<String> names, int features) {
    this.names = names;
    this.size = features + 1;
    this.products = new double[size][size];
    this.targets = new double[names.size()][size];
  }

  /** Takes in an example; {@link #fit} makes it count. */
  void learn(double[] features, String name) {
    double[] row = withOne(features);
    block[held++] = row;
    if (held == BLOCK) {
      addBlock();
    }
    double[] target = targets[names.indexOf(name)];
    for (int i = 0; i < size; i++) {
      target[i] += row[i];
    }
  }

  /** Adds the products of the examples that are held; the missing ones of a block are zeros. */
  private void addBlock() {
    for (int i = held; i < BLOCK; i++) {
      block[i] = new double[size];
    }
    held = 0;
    for (int i = 0; i < size; i++) {
      addProducts(products[i], i);
    }
  }

  private void addProducts(double[] row, int i) {
    for (int k = 0; k < BLOCK; k += 4) {
      double[] a = block[k];
      double[] b = block[k + 1];
      double[] c = block[k + 2];
      double[] d = block[k + 3];
      double ai = a[i];
      double bi = b[i];
      double ci = c[i];
      double di = d[i];
      for (int j = 0; j <= i; j++) {
        row[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
      }
    }
  }

  /** Solves for the weights of all that was taken in. */
  void fit() {
    if (held > 0) {
      addBlock();
    }
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += products[i][i];
    }
    double[][] lower = new double[size][];
    for (int i = 0; i < size; i++) {
      lower[i] = Arrays.copyOf(products[i], i + 1);
      lower[i][i] += RIDGE * trace / size;
    }
    factorise(lower);
    weights = new double[names.size()][];
    for (int name = 0; name < names.size(); name++) {
      weights[name] = solve(lower, targets[name]);
    }
  }

  /** Cholesky's factor in place. */
  private static void factorise(double[][] lower) {
    for (int i = 0; i < lower.length; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = lower[i][j] - product(lower[i], lower[j], j);
        lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
      }
    }
  }

  /** The scalar product of the first elements, in four sums that do not wait for each other. */
  private static double product(double[] a, double[] b, int count) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int k = 0;
    for (; k + 3 < count; k += 4) {
      first += a[k] * b[k];
      second += a[k + 1] * b[k + 1];
      third += a[k + 2] * b[k + 2];
      fourth += a[k + 3] * b[k + 3];
    }
    for (; k < count; k++) {
      first += a[k] * b[k];
    }
    return first + second + third + fourth;
  }

  private static double[] solve(double[][] lower, double[] target) {
    double[] solution = target.clone();
    for (int i = 0; i < solution.length; i++) {
      for (int k = 0; k < i; k++) {
        solution[i] -= lower[i][k] * solution[k];
      }
      solution[i] /= lower[i][i];
    }
    for (int i = solution.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < solution.length; k++) {
        solution[i] -= lower[k][i] * solution[k];
      }
      solution[i] /= lower[i][i];
    }
    return solution;
  }

  /** Returns the name whose indicator is highest. */
  String name(double[] features) {
    if (weights.length == 0) {
      throw new IllegalStateException("Cannot name features: nothing was fitted");
    }
    double[] row = withOne(features);
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int name = 0; name < weights.length; name++) {
      double value = 0;
      for (int i = 0; i < size; i++) {
        value += weights[name][i] * row[i];
      }
      if (value > highest) {
        highest = value;
        best = name;
      }
    }
    return names.get(best);
  }

  private double[] withOne(double[] features) {
    if (features.length != size - 1) {
      throw new IllegalArgumentException(
          "Invalid features: %d (expected %d)".formatted(features.length, size - 1));
    }
    double[] row = Arrays.copyOf(features, size);
    row[size - 1] = 1;
    return row;
  }
}
