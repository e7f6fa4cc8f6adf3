package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Gradients against central finite differences, in float64 so that a step can be small enough for
 * no pixel to change its triangle; and, for silhouettes, also over large steps, against the true
 * change of the image.
 */
class RenderGradientTest {
  private static final int SIZE = 48;
  private static final double BUMP = 0.1;
  private static final List<Camera> VIEWS =
      List.of(Camera.orbit(20, 10, 2), Camera.orbit(-100, -25, 0.5));

  private final SphereScene scene = new SphereScene(24, 36);
  private final Renderer renderer = new Renderer(scene.topology(), SIZE, SIZE);
  private final TensorScope scope = TensorScope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void ofGreyRendersReachCoefficients() {
    Tensor light = LightPresets.light(6, 0).to(DType.FLOAT64);
    check(coefficients(), 2e-3, c -> views(c).grey(0.8, light, colour(0.1, 0.2, 0.3)));
  }

  @Test
  void ofGreyRendersReachLightOfEachView() {
    Tensor lights =
        Tensor.stack(0, List.of(LightPresets.light(4, 20), LightPresets.light(9, -100)))
            .to(DType.FLOAT64);
    Tensor mesh = scene.deformed(coefficients(), BUMP);
    check(lights, 1e-4, l -> renderer.view(mesh, VIEWS).grey(0.7, l, colour(0, 0, 0)));
  }

  @Test
  void ofTexturedRendersReachTheTexture() {
    Tensor mesh = scene.deformed(coefficients(), BUMP);
    check(
        texture(),
        1e-4,
        t -> renderer.view(mesh, VIEWS).textured(t, TextureWrap.REPEAT, colour(1, 1, 1)));
  }

  @Test
  void ofTexturedRendersReachCoefficients() {
    Tensor texture = texture();
    check(
        coefficients(),
        2e-3,
        c -> views(c).textured(texture, TextureWrap.CLAMP, colour(0.4, 0.5, 0.9)));
  }

  @Test
  void ofLitRendersReachEverything() {
    Tensor light = LightPresets.light(12, 0).to(DType.FLOAT64);
    Tensor texture = texture();
    Tensor black = colour(0, 0, 0);
    check(coefficients(), 2e-3, c -> views(c).lit(texture, TextureWrap.REPEAT, light, black));
    check(texture, 1e-4, t -> views(coefficients()).lit(t, TextureWrap.REPEAT, light, black));
    check(light, 1e-4, l -> views(coefficients()).lit(texture, TextureWrap.REPEAT, l, black));
    check(
        colour(0.3, 0.4, 0.5),
        1e-4,
        b -> views(coefficients()).lit(texture, TextureWrap.REPEAT, light, b));
  }

  @Test
  void ofNormalsAndDepthReachCoefficients() {
    check(coefficients(), 2e-3, c -> views(c).normals(NormalSpace.CAMERA, colour(0, 0, 0)));
    check(coefficients(), 2e-3, c -> views(c).depth());
    check(coefficients(), 2e-3, c -> views(c).controlDepth(DepthOrder.FAR_BRIGHT));
  }

  @Test
  void ofMasksReachCoefficients() {
    check(coefficients(), 2e-3, c -> views(c).mask());
  }

  @Test
  void ofEveryKindReachSingleVertices() {
    SphereScene coarse = new SphereScene(5, 7);
    Renderer few = new Renderer(coarse.topology(), SIZE, SIZE);
    Tensor mesh = coarse.mesh().to(DType.FLOAT64);
    Tensor light = LightPresets.light(12, 0).to(DType.FLOAT64);
    Tensor texture = texture();
    Tensor blue = colour(0.1, 0.2, 0.6);
    check(mesh, 2e-3, v -> few.view(v, VIEWS).mask());
    check(mesh, 2e-3, v -> few.view(v, VIEWS).grey(0.8, light, blue));
    check(mesh, 2e-3, v -> few.view(v, VIEWS).textured(texture, TextureWrap.REPEAT, blue));
    check(mesh, 2e-3, v -> few.view(v, VIEWS).lit(texture, TextureWrap.REPEAT, light, blue));
  }

  @Test
  void ofSilhouettesPredictLargeChanges() {
    // Steps that move the outline by about a pixel: what the gradient promises must happen.
    Tensor start = coefficients();
    Tensor weights = SphereScene.weights(2, 1, SIZE, SIZE);
    Tensor leaf = start.asLeaf();
    float[] gradient = Autograd.gradient(views(leaf).mask().mul(weights).sum(), leaf).toFloats();
    for (int k = 0; k < gradient.length; k++) {
      double difference = difference(start, k, 0.3, weights, c -> views(c).mask());
      assertThat((double) gradient[k]).isCloseTo(difference, within(0.05 * norm(gradient)));
    }
  }

  @Test
  void ofTheCoveredAreaIsThatOfADisc() {
    // A sphere of radius r at distance d is seen as a disc of tan(asin(r / d)).
    SphereScene fine = new SphereScene(96, 128);
    Renderer large = new Renderer(fine.topology(), 96, 96);
    Camera camera = Camera.orbit(0, 0, 2);
    Tensor radius = Tensor.of(new float[] {1}, 1).to(DType.FLOAT64).asLeaf();
    Tensor mask = large.view(fine.mesh().to(DType.FLOAT64).mul(radius), List.of(camera)).mask();
    double pixels = 48 / Math.tan(Math.toRadians(12.59 / 2));
    double distance = 12;
    double area = Math.PI * pixels * pixels / (distance * distance - 1);
    assertThat((double) mask.sum().item()).isCloseTo(area, within(0.004 * area));
    double slope = 2 * area * distance * distance / (distance * distance - 1);
    assertThat((double) Autograd.gradient(mask.sum(), radius).item())
        .isCloseTo(slope, within(0.02 * slope));
  }

  private RenderedViews views(Tensor coefficients) {
    return renderer.view(scene.deformed(coefficients, BUMP), VIEWS);
  }

  /**
   * Compares gradients of a weighted sum of the image with differences, for up to eight of the
   * input's elements.
   */
  private static void check(Tensor input, double tolerance, Function<Tensor, Tensor> render) {
    Tensor leaf = input.asLeaf();
    Tensor image = render.apply(leaf);
    Tensor weights = SphereScene.weights(image.shape());
    float[] gradient = Autograd.gradient(image.mul(weights).sum(), leaf).toFloats();
    assertThat(norm(gradient)).isGreaterThan(0);
    int compared = 0;
    for (int i = 0; i < gradient.length && compared < 8; i += 1 + gradient.length / 23) {
      double difference = difference(input, i, 1e-6, weights, render);
      assertThat((double) gradient[i])
          .as("element %d", i)
          .isCloseTo(difference, within(tolerance * (Math.abs(difference) + norm(gradient))));
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(Math.min(3, gradient.length));
  }

  private static double difference(
      Tensor input, int element, double step, Tensor weights, Function<Tensor, Tensor> render) {
    float[] unit = new float[(int) input.size()];
    unit[element] = 1;
    Tensor direction = Tensor.of(unit, input.shape()).like(input).mul(step);
    Tensor above = render.apply(input.add(direction));
    Tensor below = render.apply(input.sub(direction));
    return above.sub(below).mul(weights).sum().item() / (2 * step);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static Tensor coefficients() {
    return Tensor.of(new float[] {0.5f, -0.8f, 0.3f, 0.9f, -0.4f}, 5).to(DType.FLOAT64);
  }

  private static Tensor colour(double red, double green, double blue) {
    return Tensor.of(new float[] {(float) red, (float) green, (float) blue}, 3).to(DType.FLOAT64);
  }

  private static Tensor texture() {
    float[] texels = new float[3 * 24 * 32];
    for (int i = 0; i < texels.length; i++) {
      texels[i] = (float) (0.5 + 0.4 * Math.sin(0.3 * (i % 32) + 0.2 * (i / 32)));
    }
    return Tensor.of(texels, 3, 24, 32).to(DType.FLOAT64);
  }
}
