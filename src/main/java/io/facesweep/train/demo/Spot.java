package io.facesweep.train.demo;

/**
 * A place on the mean head that is painted, in millimetres as in {@link HeadChart}; one object that
 * moves over all texels.
 */
final class Spot {
  private final HeadChart chart;
  private final float[] eyes;
  private final float[] lips;
  private final float[] ears;
  private final float[] neck;
  private int texel;

  Spot(HeadChart chart) {
    this.chart = chart;
    this.eyes = chart.region("eyes");
    this.lips = chart.region("lips");
    this.ears = chart.region("ears");
    this.neck = chart.region("neck");
  }

  void moveTo(int newTexel) {
    texel = newTexel;
  }

  double x() {
    return chart.x(texel);
  }

  /** Returns the distance from the middle, which is the same on both sides. */
  double side() {
    return Math.abs(chart.x(texel));
  }

  double y() {
    return chart.y(texel);
  }

  double z() {
    return chart.z(texel);
  }

  /** Returns how much of it is eyeball, 0 to 1. */
  double eyes() {
    return eyes[texel];
  }

  double lips() {
    return lips[texel];
  }

  double ears() {
    return ears[texel];
  }

  double neck() {
    return neck[texel];
  }
}
