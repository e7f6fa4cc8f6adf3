package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Finds the coefficients behind a few renders by gradient descent from zero. */
class CoefficientRecoveryTest {
  private static final List<Camera> VIEWS =
      List.of(
          Camera.orbit(0, 0, 0),
          Camera.orbit(60, 10, 0),
          Camera.orbit(-60, 10, 0),
          Camera.orbit(180, 20, 0));

  private final SphereScene sphere = new SphereScene(32, 48);

  @Test
  void recoversBumpsFromGreyRenders() {
    int count = 6;
    try (TensorScope scope = TensorScope.open()) {
      Tensor basis = Tensor.of(sphere.bumps(count, 0.08), count, sphere.vertices().length);
      float[] truth = {0.9f, -1.2f, 0.4f, 1.1f, -0.6f, -0.9f};
      Problem problem = new Problem(sphere.topology(), sphere.vertices(), basis, 64, Look.GREY);
      assertThat(problem.recover(truth, 120, 0.05)).isLessThan(0.05);
    }
  }

  @Test
  void recoversBumpsFromSilhouettesAlone() {
    int count = 4;
    try (TensorScope scope = TensorScope.open()) {
      Tensor basis = Tensor.of(sphere.bumps(count, 0.08), count, sphere.vertices().length);
      float[] truth = {0.9f, -1.2f, 0.4f, 1.1f};
      Problem problem = new Problem(sphere.topology(), sphere.vertices(), basis, 96, Look.MASK);
      assertThat(problem.recover(truth, 150, 0.05)).isLessThan(0.05);
    }
  }

  @Test
  void recoversTheBuiltInHead() {
    FaceModel head = FaceModels.open("builtin:head");
    // Four views at eye level hardly show what is below the chin or behind the ear.
    int[] shown =
        IntStream.range(0, head.identityCount())
            .filter(k -> !head.identityNames().get(k).matches("(under-chin|neck|ear)-.*"))
            .toArray();
    int count = shown.length;
    int width = 3 * head.vertexCount();
    float[] flat = new float[count * width];
    for (int k = 0; k < count; k++) {
      System.arraycopy(head.identity()[shown[k]], 0, flat, k * width, width);
    }
    assertThat(count).isGreaterThan(40);
    Random random = new Random(4);
    float[] truth = new float[count];
    for (int k = 0; k < count; k++) {
      truth[k] = (float) random.nextGaussian();
    }
    try (TensorScope scope = TensorScope.open()) {
      Problem problem =
          new Problem(
              MeshTopology.of(head.mean()),
              head.mean().vertices(),
              Tensor.of(flat, count, width),
              128,
              Look.GREY);
      assertThat(problem.recoverPreconditioned(truth, 4, 8)).isLessThan(0.05);
    }
  }

  private enum Look {
    GREY,
    MASK
  }

  private static final class Problem {
    private final Renderer renderer;
    private final Tensor mean;
    private final Tensor basis;
    private final Look look;

    Problem(MeshTopology topology, float[] mean, Tensor basis, int size, Look look) {
      this.renderer = new Renderer(topology, size, size);
      this.mean = Tensor.of(mean, 1, mean.length);
      this.basis = basis;
      this.look = look;
    }

    /** Relative error of the coefficients found: |found - truth| / |truth|. */
    double recover(float[] truth, int steps, double learningRate) {
      int count = truth.length;
      Tensor known = Tensor.of(truth, count);
      Tensor target = render(known).detach();
      Tensor found = Tensor.zeros(count);
      Tensor first = Tensor.zeros(count);
      Tensor second = Tensor.zeros(count);
      for (int step = 1; step <= steps; step++) {
        double rate = learningRate * (1 + Math.cos(Math.PI * step / steps)) / 2;
        try (TensorScope scope = TensorScope.open()) {
          Tensor leaf = found.asLeaf();
          Tensor gradient;
          try (GradMode on = GradMode.enabled()) {
            gradient = Autograd.gradient(render(leaf).sub(target).square().mean(), leaf);
          }
          Functional.adamwInPlace(
              List.of(found),
              List.of(gradient),
              List.of(first),
              List.of(second),
              step,
              rate,
              0.9,
              0.99,
              1e-12,
              0);
        }
      }
      return found.sub(known).norm(0).item() / known.norm(0).item();
    }

    /**
     * The same by gradient descent, preconditioned: some components hide behind others in four
     * views, and plain descent creeps along such directions. The metric is Gauss and Newton's, by
     * finite differences at the start of each round; every step follows the renderer's gradient.
     */
    double recoverPreconditioned(float[] truth, int rounds, int stepsOfRound) {
      int count = truth.length;
      Tensor known = Tensor.of(truth, count);
      Tensor target = render(known).detach();
      double[] found = new double[count];
      for (int round = 0; round < rounds; round++) {
        double[][] metric = metric(found);
        for (int step = 0; step < stepsOfRound; step++) {
          float[] gradient;
          try (TensorScope scope = TensorScope.open()) {
            Tensor leaf = tensor(found).asLeaf();
            gradient = Autograd.gradient(render(leaf).sub(target).square().mean(), leaf).toFloats();
          }
          double[] change = solve(metric, gradient);
          for (int k = 0; k < count; k++) {
            found[k] -= 0.7 * Math.max(-0.5, Math.min(0.5, change[k]));
          }
        }
      }
      return tensor(found).sub(known).norm(0).item() / known.norm(0).item();
    }

    /** {@code 2/P J J^T + damping}: the curvature of the mean squared difference, [K][K]. */
    private double[][] metric(double[] at) {
      double step = 0.1;
      int count = at.length;
      try (TensorScope scope = TensorScope.open();
          GradMode off = GradMode.disabled()) {
        List<Tensor> rows = new ArrayList<>();
        for (int k = 0; k < count; k++) {
          double[] ahead = at.clone();
          double[] behind = at.clone();
          ahead[k] += step;
          behind[k] -= step;
          rows.add(
              TensorScope.compute(
                  () ->
                      render(tensor(ahead)).sub(render(tensor(behind))).div(2 * step).reshape(-1)));
        }
        Tensor jacobian = Tensor.stack(0, rows); // [K, P]
        float[] product =
            jacobian.matmul(jacobian.transpose(0, 1)).mul(2.0 / jacobian.shape(1)).toFloats();
        double[][] metric = new double[count][count];
        double trace = 0;
        for (int k = 0; k < count; k++) {
          for (int l = 0; l < count; l++) {
            metric[k][l] = product[k * count + l];
          }
          trace += metric[k][k];
        }
        for (int k = 0; k < count; k++) {
          metric[k][k] += 1e-5 * trace / count;
        }
        return metric;
      }
    }

    private static Tensor tensor(double[] values) {
      float[] floats = new float[values.length];
      for (int k = 0; k < values.length; k++) {
        floats[k] = (float) values[k];
      }
      return Tensor.of(floats, floats.length);
    }

    /** Gaussian elimination of a positive definite system. */
    private static double[] solve(double[][] matrix, float[] right) {
      int count = right.length;
      double[][] rows = new double[count][count + 1];
      for (int k = 0; k < count; k++) {
        System.arraycopy(matrix[k], 0, rows[k], 0, count);
        rows[k][count] = right[k];
      }
      for (int k = 0; k < count; k++) {
        for (int l = k + 1; l < count; l++) {
          double factor = rows[l][k] / rows[k][k];
          for (int m = k; m <= count; m++) {
            rows[l][m] -= factor * rows[k][m];
          }
        }
      }
      double[] result = new double[count];
      for (int k = count - 1; k >= 0; k--) {
        double sum = rows[k][count];
        for (int l = k + 1; l < count; l++) {
          sum -= rows[k][l] * result[l];
        }
        result[k] = sum / rows[k][k];
      }
      return result;
    }

    private Tensor render(Tensor coefficients) {
      long count = coefficients.shape(0);
      Tensor vertices =
          mean.add(coefficients.reshape(1, count).matmul(basis)).reshape(1, mean.size() / 3, 3);
      RenderedViews views = renderer.view(vertices, VIEWS);
      return look == Look.MASK
          ? views.mask()
          : views.grey(0.9, LightPresets.light(12, 0), Tensor.zeros(3));
    }
  }
}
