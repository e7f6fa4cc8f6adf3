package io.facesweep.train.demo;

/**
 * Smooth random numbers of a place: values in [-1, 1] on a lattice, blended between its points
 * (Perlin's value noise). The same for the same seed, in any order and at any resolution.
 */
final class ValueNoise {
  private static final long STEP_X = 0x9E3779B97F4A7C15L;
  private static final long STEP_Y = 0xC2B2AE3D27D4EB4FL;
  private static final long STEP_Z = 0x165667B19E3779F9L;

  private final long seed;

  ValueNoise(long seed) {
    this.seed = seed;
  }

  /** Returns the number at a place whose lattice has a step of 1. */
  double at(double x, double y, double z) {
    int left = floor(x);
    int low = floor(y);
    int back = floor(z);
    double u = fade(x - left);
    double v = fade(y - low);
    double w = fade(z - back);
    long hash = seed + STEP_X * left + STEP_Y * low + STEP_Z * back;
    return between(face(hash, u, v), face(hash + STEP_Z, u, v), w);
  }

  /** Blends the four corners of a cell's face. */
  private static double face(long hash, double u, double v) {
    double low = between(corner(hash), corner(hash + STEP_X), u);
    double high = between(corner(hash + STEP_Y), corner(hash + STEP_X + STEP_Y), u);
    return between(low, high, v);
  }

  private static double between(double a, double b, double share) {
    return a + share * (b - a);
  }

  /** Returns the number at a spot of the head, with a lattice of so many millimetres. */
  double at(Spot spot, double millimetres) {
    return at(spot.x() / millimetres, spot.y() / millimetres, spot.z() / millimetres);
  }

  private static int floor(double value) {
    int whole = (int) value;
    return value < whole ? whole - 1 : whole;
  }

  private static double fade(double t) {
    return t * t * (3 - 2 * t);
  }

  /** SplitMix64's finaliser (Steele et al. 2014). */
  private static double corner(long point) {
    long hash = (point ^ (point >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    hash ^= hash >>> 31;
    return (hash >> 11) / (double) (1L << 52);
  }
}
