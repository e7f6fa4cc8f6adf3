package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
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

  /** All 50, from four renders; and, by the same images and steps, worse without silhouettes. */
  @Test
  void recoversTheBuiltInHeadBetterWithItsSilhouettes() {
    FaceModel head = FaceModels.open("builtin:head");
    assertThat(head.identityCount()).isEqualTo(50);
    try (TensorScope scope = TensorScope.open()) {
      HeadRecovery whole = recovered(head, HeadRecovery.Gradient.WHOLE);
      HeadRecovery inside = recovered(head, HeadRecovery.Gradient.WITHOUT_SILHOUETTES);
      assertThat(inside.error()).isGreaterThan(3 * whole.error());
      whole.descend(160, 2, 0);
      assertThat(whole.error()).isLessThan(0.05);
    }
  }

  private static HeadRecovery recovered(FaceModel head, HeadRecovery.Gradient gradient) {
    HeadRecovery recovery = new HeadRecovery(head, 4, gradient);
    recovery.descend(24, 4, 1e-2);
    recovery.descend(48, 5, 1e-3);
    recovery.descend(96, 5, 1e-4);
    recovery.descend(96, 3, 0);
    return recovery;
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
