package io.facesweep.train.demo;

/** Soft edges and spots, over millimetres. */
final class Falloff {
  private Falloff() {}

  /** Returns a rise from 0 to 1 around 0, over {@code width} on either side. */
  static double step(double value, double width) {
    double t = 0.5 + value / (2 * width);
    return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
  }

  /** Returns a bell of height 1 around 0 with a deviation of {@code width}. */
  static double bump(double value, double width) {
    double t = value / width;
    return Math.abs(t) > 3.5 ? 0 : Math.exp(-t * t / 2);
  }

  /** Returns a round bell around the origin. */
  static double bump(double x, double xWidth, double y, double yWidth) {
    double across = bump(x, xWidth);
    return across == 0 ? 0 : across * bump(y, yWidth);
  }

  /** Returns the length of (x, y), which are not so large that their squares overflow. */
  static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
