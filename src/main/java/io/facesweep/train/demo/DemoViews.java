package io.facesweep.train.demo;

import io.facesweep.render.Camera;

/**
 * Where training pictures are taken from.
 *
 * @param distance the least distance of the camera, in radii of the head
 * @param spread of the distances
 */
record DemoViews(double distance, double spread) {
  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  DemoViews {
    require("camera-distance", distance, distance > 1 && distance < 1000, "in (1, 1000)");
    require("camera-spread", spread, spread >= 0 && spread < 1000, "in [0, 1000)");
  }

  /**
   * A camera that looks at the head.
   *
   * @param share of the spread, in [0, 1]
   */
  Camera camera(double azimuth, double elevation, double share) {
    double offset = distance + share * spread - Camera.REFERENCE_DISTANCE;
    return Camera.orbit(azimuth, elevation, offset);
  }

  private static void require(String name, double value, boolean valid, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected %s)".formatted(name, value, rule));
    }
  }
}
