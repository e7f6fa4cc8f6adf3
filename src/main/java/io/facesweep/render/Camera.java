package io.facesweep.render;

/**
 * A pinhole camera that orbits a target and looks at it, the world's +Y up.
 *
 * <p>World axes: right-handed, +Y up, a face looks along +Z. Camera axes: +X right, +Y up, looking
 * along -Z.
 *
 * @param azimuth degrees; 0 sees the front (camera on +Z), +90 puts the camera on +X
 * @param elevation degrees in [-90, 90], positive from above
 * @param distance from the target to the camera, greater than 0
 * @param fieldOfView vertical angle of view in degrees, in (0, 180)
 * @param target the world point in the middle of the image
 */
public record Camera(
    double azimuth, double elevation, double distance, double fieldOfView, Point target) {
  /** Nothing nearer than this to the camera's plane is drawn. */
  public static final double NEAR = 0.01;

  /** Vertical angle of view of the reference settings, degrees (Wu et al. 2024). */
  public static final double REFERENCE_FIELD_OF_VIEW = 12.59;

  /** Camera distance of the reference settings, to which a view's offset is added. */
  public static final double REFERENCE_DISTANCE = 10;

  /** A world point. */
  public record Point(double x, double y, double z) {
    public static final Point ORIGIN = new Point(0, 0, 0);
  }

  /**
   * @throws IllegalArgumentException naming the value that is out of range or not finite
   */
  public Camera {
    require("azimuth", azimuth, Double.isFinite(azimuth), "a finite angle in degrees");
    require("elevation", elevation, Math.abs(elevation) <= 90, "-90 to 90 degrees");
    require(
        "distance", distance, distance > 0 && Double.isFinite(distance), "a number greater than 0");
    require(
        "field of view",
        fieldOfView,
        fieldOfView > 0 && fieldOfView < 180,
        "between 0 and 180 degrees");
    require("target x", target.x(), Double.isFinite(target.x()), "a finite number");
    require("target y", target.y(), Double.isFinite(target.y()), "a finite number");
    require("target z", target.z(), Double.isFinite(target.z()), "a finite number");
  }

  /**
   * The reference camera at an azimuth and an elevation, {@code offset} farther than the reference
   * distance.
   */
  public static Camera orbit(double azimuth, double elevation, double offset) {
    return new Camera(
        azimuth, elevation, REFERENCE_DISTANCE + offset, REFERENCE_FIELD_OF_VIEW, Point.ORIGIN);
  }

  /**
   * Returns a camera of the same distance, field of view and target at another azimuth and
   * elevation.
   */
  public Camera turned(double newAzimuth, double newElevation) {
    return new Camera(newAzimuth, newElevation, distance, fieldOfView, target);
  }

  /** World to camera, [4, 4] row-major, for column vectors. A rotation and a translation. */
  public double[] view() {
    double a = Math.toRadians(azimuth);
    double e = Math.toRadians(elevation);
    double[][] axes = {
      {Math.cos(a), 0, -Math.sin(a)},
      {-Math.sin(a) * Math.sin(e), Math.cos(e), -Math.cos(a) * Math.sin(e)},
      {Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)}
    };
    double[] view = new double[16];
    for (int row = 0; row < 3; row++) {
      double[] axis = axes[row];
      System.arraycopy(axis, 0, view, 4 * row, 3);
      view[4 * row + 3] = -(axis[0] * target.x() + axis[1] * target.y() + axis[2] * target.z());
    }
    view[11] -= distance;
    view[15] = 1;
    return view;
  }

  /**
   * Camera to clip space, [4, 4] row-major, as OpenGL's: x and y in [-w, w] are in the image, z in
   * [-w, w] lies between the planes, w is the depth.
   *
   * @param aspect image width / height
   * @param far depth of the far plane, greater than {@link #NEAR}
   */
  public double[] projection(double aspect, double far) {
    double scale = 1 / Math.tan(Math.toRadians(fieldOfView) / 2);
    double[] projection = new double[16];
    projection[0] = scale / aspect;
    projection[5] = scale;
    projection[10] = (far + NEAR) / (NEAR - far);
    projection[11] = 2 * far * NEAR / (NEAR - far);
    projection[14] = -1;
    return projection;
  }

  /**
   * World to (x, y, w) of clip space, [3, 4] row-major: what the renderer needs of projection times
   * view. w is the depth, the distance along the line of sight.
   *
   * @param aspect image width / height
   */
  public double[] clip(double aspect) {
    double[] view = view();
    double scale = 1 / Math.tan(Math.toRadians(fieldOfView) / 2);
    double[] clip = new double[12];
    for (int column = 0; column < 4; column++) {
      clip[column] = view[column] * scale / aspect;
      clip[4 + column] = view[4 + column] * scale;
      clip[8 + column] = -view[8 + column];
    }
    return clip;
  }

  /**
   * Vertices [V, 3] of the world in clip space: (x, y, w), [V, 3].
   *
   * @param aspect image width / height
   */
  public float[] project(float[] vertices, double aspect) {
    double[] m = clip(aspect);
    float[] clip = new float[vertices.length];
    for (int v = 0; v < vertices.length; v += 3) {
      for (int row = 0; row < 3; row++) {
        clip[v + row] =
            (float)
                (m[4 * row] * vertices[v]
                    + m[4 * row + 1] * vertices[v + 1]
                    + m[4 * row + 2] * vertices[v + 2]
                    + m[4 * row + 3]);
      }
    }
    return clip;
  }

  private static void require(String name, double value, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected %s)".formatted(name, value, rule));
    }
  }
}
