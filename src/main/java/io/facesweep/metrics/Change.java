package io.facesweep.metrics;

import io.facesweep.render.RenderedViews;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Tensor;

/** How far a trial is from what it had before its first step. */
final class Change {
  private static final double PERCENT = 100;

  private Change() {}

  /**
   * {@link Metrics#CHANGE}.
   *
   * @param views of the head
   * @param start texture [3, side, side] in [0, 1], sRGB
   * @param end the same at the end
   * @return 0 to 1; NaN where no view shows the head
   */
  static double ofTexture(
      RenderedViews views, float[] start, float[] end, TextureWrap axis, Tensor none) {
    if (start.length != end.length) {
      throw new IllegalArgumentException(
          "Invalid textures: %d and %d values (expected as many)"
              .formatted(start.length, end.length));
    }
    float[] difference = new float[end.length];
    for (int i = 0; i < end.length; i++) {
      difference[i] = (float) Math.abs(BakedLight.linear(end[i]) - BakedLight.linear(start[i]));
    }
    int side = (int) Math.round(Math.sqrt(difference.length / 3.0));
    Tensor texels = Tensor.of(difference, 3, side, side).to(none.device());
    Tensor seen = views.textured(texels, axis, none);
    return sum(seen) / 3 / sum(views.mask());
  }

  private static double sum(Tensor images) {
    double sum = 0;
    for (float value : images.toFloats()) {
      sum += value;
    }
    return sum;
  }

  /**
   * {@link Metrics#CHANGE_GEOMETRY}.
   *
   * @param start positions [V, 3]
   * @param end positions of the same vertices
   */
  static double ofGeometry(float[] start, float[] end) {
    if (start.length != end.length || start.length == 0) {
      throw new IllegalArgumentException(
          "Invalid vertices: %d and %d values (expected as many, and some)"
              .formatted(start.length, end.length));
    }
    double sum = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < start.length; i += 3) {
      double x = end[i] - start[i];
      double y = end[i + 1] - start[i + 1];
      double z = end[i + 2] - start[i + 2];
      sum += Math.sqrt(x * x + y * y + z * z);
      low = Math.min(low, start[i + 1]);
      high = Math.max(high, start[i + 1]);
    }
    return PERCENT * sum / (start.length / 3) / (high - low);
  }
}
