package io.facesweep.train.demo;

/**
 * Smooth random numbers of a place: values in [-1, 1] on a lattice, blended between its points
 * (Perlin's value noise). The same for the same seed, in any order and at any resolution.
 */
final class ValueNoise {
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
    double sum = 0;
    for (int corner = 0; corner < 8; corner++) {
      int right = corner & 1;
      int high = (corner >> 1) & 1;
      int front = corner >> 2;
      double weight = (right == 1 ? u : 1 - u) * (high == 1 ? v : 1 - v);
      sum += weight * (front == 1 ? w : 1 - w) * corner(left + right, low + high, back + front);
    }
    return sum;
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

  /** SplitMix64's finaliser (Steele et al. 2014) of the lattice point. */
  private double corner(int x, int y, int z) {
    long hash = seed + 0x9E3779B97F4A7C15L * x + 0xC2B2AE3D27D4EB4FL * y + 0x165667B19E3779F9L * z;
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    hash ^= hash >>> 31;
    return (hash >> 11) / (double) (1L << 52);
  }
}
