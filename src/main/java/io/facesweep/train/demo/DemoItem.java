package io.facesweep.train.demo;

import io.facesweep.render.Camera;
import io.facesweep.render.SphericalHarmonicsLight;
import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.RandomStream;
import java.util.SplittableRandom;

/**
 * One picture of the demo's training data, before it is rendered: a person, a camera, a light.
 *
 * @param clay grey instead of textured
 * @param light spherical-harmonics coefficients [9, 3], which turn with the camera
 * @param stream for the shape's and the texture's small differences
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
record DemoItem(boolean clay, Person person, Camera camera, float[] light, RandomStream stream) {
  private static final double CLAY_SHARE = 0.4;
  private static final double UNLIT_SHARE = 0.15;
  private static final double ALBEDO = 0.5;
  private static final double[] VIEW_KEPT = {0.4, 0.7, 0.9};

  /** Item {@code index} of a data set. */
  static DemoItem draw(RandomStream data, long index, DemoViews views) {
    RandomStream own = data.child(index);
    SplittableRandom random = own.scalars();
    boolean clay = random.nextDouble() < CLAY_SHARE;
    Person person = Person.draw(random, clay ? 0.85 : 0.5);
    Camera camera = camera(random, views);
    float[] light = light(clay, random, camera);
    return new DemoItem(clay, person, camera, light, own);
  }

  /** Even light now and then, else directed; on clay always directed, and of its albedo. */
  static float[] light(boolean clay, SplittableRandom random, Camera camera) {
    boolean unlit = !clay && random.nextDouble() < UNLIT_SHARE;
    float[] light = unlit ? SphericalHarmonicsLight.even(1) : directed(random, camera.azimuth());
    if (clay) {
      double albedo = ALBEDO * (0.94 + 0.12 * random.nextDouble());
      for (int i = 0; i < light.length; i++) {
        light[i] *= (float) albedo;
      }
    }
    return light;
  }

  /** 45 % front, 30 % side, 25 % back views. */
  static Camera camera(SplittableRandom random, DemoViews views) {
    double view = random.nextDouble();
    double within = random.nextDouble();
    double turned = view < 0.45 ? 45 * within : view < 0.75 ? 45 + 90 * within : 135 + 45 * within;
    double azimuth = random.nextDouble() < 0.5 ? turned : -turned;
    return views.camera(azimuth, -20 + 40 * random.nextDouble(), random.nextDouble());
  }

  /** Ambient light and a distant one, from anywhere before the camera. */
  static float[] directed(SplittableRandom random, double cameraAzimuth) {
    double azimuth = Math.toRadians(cameraAzimuth - 90 + 180 * random.nextDouble());
    double elevation = Math.toRadians(90 * Math.pow(random.nextDouble(), 1.3));
    double ambient = 0.38 + 0.14 * random.nextDouble();
    double strength = 0.4 + 0.15 * random.nextDouble();
    double[] basis =
        SphericalHarmonicsLight.basis(
            Math.sin(azimuth) * Math.cos(elevation),
            Math.sin(elevation),
            Math.cos(azimuth) * Math.cos(elevation));
    float[] light = SphericalHarmonicsLight.even(ambient);
    for (int i = 0; i < light.length; i++) {
      light[i] += (float) (strength * Math.PI * basis[i / 3]);
    }
    return light;
  }

  /**
   * A caption, each time another. The view is said often of backs and seldom of fronts, so that a
   * prompt without view leans to the front, as captions of photographs do.
   */
  String caption(SplittableRandom random) {
    String what = clay ? Captions.ofClay(person, random) : Captions.ofColour(person, random);
    PromptView view = PromptView.of(camera.azimuth());
    double kept = VIEW_KEPT[view.ordinal() - PromptView.FRONT.ordinal()];
    return random.nextDouble() < kept ? view.apply(what) : what;
  }

  SplittableRandom shapeRandom() {
    return stream.child("shape").scalars();
  }

  SplittableRandom textureRandom() {
    return stream.child("texture").scalars();
  }
}
