package io.facesweep.render;

import io.facesweep.face.FaceModel;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Searches a face model's coefficients behind four grey renders, from zero, with the renderer's
 * gradient of their mean squared difference: first on small images, whose outlines are near each
 * other, and held back by a prior, then on larger ones and freely.
 *
 * <p>The method is Levenberg and Marquardt's (Marquardt 1963): curvature J^T J by forward
 * differences, taken anew at each step, and as much damping as makes the images come nearer. The
 * gradient is the renderer's own. Components that lie behind each other in four views make plain
 * descent creep: the curvature's eigenvalues span a factor of several thousand.
 */
final class HeadRecovery {
  /** Which derivatives of an image count. */
  enum Gradient {
    WHOLE,
    /** The images are the same, but antialiasing passes no gradient to the vertices. */
    WITHOUT_SILHOUETTES
  }

  private static final double DIFFERENCE = 0.1;
  private static final double MIN_DAMPING = 1e-7;
  private static final double MAX_STEP = 1;
  private static final int TRIES = 6;
  private static final List<Camera> VIEWS =
      List.of(
          Camera.orbit(0, 0, 0),
          Camera.orbit(60, 10, 0),
          Camera.orbit(-60, 10, 0),
          Camera.orbit(180, 20, 0));

  private final MeshTopology topology;
  private final Tensor mean;
  private final Tensor basis;
  private final Tensor light;
  private final Gradient kind;
  private final float[] truth;
  private double[] found;
  private double loss;
  private double damping = 1e-3;
  private double weight;

  /** In the caller's tensor scope; the truth is drawn from a normal distribution, within 2 sd. */
  HeadRecovery(FaceModel head, long seed, Gradient kind) {
    int count = head.identityCount();
    int width = 3 * head.vertexCount();
    float[] flat = new float[count * width];
    Random random = new Random(seed);
    this.truth = new float[count];
    for (int k = 0; k < count; k++) {
      System.arraycopy(head.identity()[k], 0, flat, k * width, width);
      truth[k] = (float) Math.max(-2, Math.min(2, random.nextGaussian()));
    }
    this.topology = MeshTopology.of(head.mean());
    this.mean = Tensor.of(head.mean().vertices(), 1, width);
    this.basis = Tensor.of(flat, count, width);
    this.light = LightPresets.light(12, 0);
    this.kind = kind;
    this.found = new double[count];
  }

  /** |found - truth| / |truth|. */
  double error() {
    double difference = 0;
    double length = 0;
    for (int k = 0; k < truth.length; k++) {
      difference += (found[k] - truth[k]) * (found[k] - truth[k]);
      length += truth[k] * truth[k];
    }
    return Math.sqrt(difference / length);
  }

  /**
   * Goes on from what is found; the images come nearer at every step, or it ends.
   *
   * @param size side of the images in pixels
   * @param steps at most
   * @param prior how strongly the coefficients are held at zero, of the curvature's mean
   */
  void descend(int size, int steps, double prior) {
    Renderer renderer = new Renderer(topology, size, size);
    Tensor target = images(renderer, Tensor.of(truth, truth.length)).detach();
    weight = 0;
    weight = prior == 0 ? 0 : prior * SquareMatrix.meanDiagonal(curvature(renderer));
    double[] gradient = gradient(renderer, target, found);
    for (int step = 0; step < steps && gradient.length > 0; step++) {
      gradient = improve(renderer, target, gradient);
    }
  }

  /** One step; the gradient after it, empty if no damping made the images come nearer. */
  private double[] improve(Renderer renderer, Tensor target, double[] gradient) {
    double[][] curvature = curvature(renderer);
    double before = loss;
    for (int i = 0; i < TRIES; i++) {
      double[][] inverse = SquareMatrix.inverse(SquareMatrix.damped(curvature, damping));
      double[] change = SquareMatrix.times(inverse, gradient);
      double length = Math.min(1, MAX_STEP / SquareMatrix.largest(change));
      double[] next = SquareMatrix.plus(found, -length, change);
      double[] nextGradient = gradient(renderer, target, next);
      if (loss < before) {
        found = next;
        damping = Math.max(MIN_DAMPING, damping / 5);
        return nextGradient;
      }
      damping *= 5;
    }
    loss = before;
    return new double[0];
  }

  private double[] gradient(Renderer renderer, Tensor target, double[] at) {
    try (TensorScope scope = TensorScope.open();
        GradMode on = GradMode.enabled()) {
      Tensor leaf = tensor(at).asLeaf();
      Tensor difference = images(renderer, leaf).sub(target).square().mean();
      loss = difference.item() + weight / 2 * SquareMatrix.dot(at, at);
      float[] values = Autograd.gradient(difference, leaf).toFloats();
      double[] gradient = new double[values.length];
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] = values[k] + weight * at[k];
      }
      return gradient;
    }
  }

  /** {@code 2/P J^T J}, [K][K]; the light is white, so one channel is all. */
  private double[][] curvature(Renderer renderer) {
    int count = found.length;
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor here = images(renderer, tensor(found)).slice(1, 0, 1);
      List<Tensor> rows = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        double[] ahead = found.clone();
        ahead[k] += DIFFERENCE;
        rows.add(
            TensorScope.compute(
                () ->
                    images(renderer, tensor(ahead))
                        .slice(1, 0, 1)
                        .sub(here)
                        .div(DIFFERENCE)
                        .reshape(-1)));
      }
      Tensor jacobian = Tensor.stack(0, rows); // [K, P]
      float[] product =
          jacobian.matmul(jacobian.transpose(0, 1)).mul(2.0 / jacobian.shape(1)).toFloats();
      double[][] curvature = new double[count][count];
      for (int k = 0; k < count; k++) {
        for (int l = 0; l < count; l++) {
          curvature[k][l] = product[k * count + l] + (k == l ? weight : 0);
        }
      }
      return curvature;
    }
  }

  private Tensor images(Renderer renderer, Tensor coefficients) {
    Tensor vertices =
        mean.add(coefficients.reshape(1, truth.length).matmul(basis))
            .reshape(1, topology.vertexCount(), 3);
    RenderedViews views = renderer.view(vertices, VIEWS);
    Tensor black = Tensor.zeros(3);
    Tensor images = views.grey(0.9, light, black);
    if (kind == Gradient.WHOLE) {
      return images;
    }
    Tensor inside = views.withoutAntialiasing().grey(0.9, light, black);
    return inside.add(images.sub(inside).detach());
  }

  private static Tensor tensor(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return Tensor.of(floats, floats.length);
  }
}
