package io.facesweep.metrics;

import io.facesweep.judges.FaceLandmarks;
import io.facesweep.judges.FaceView;
import io.facesweep.render.Camera;
import java.util.Arrays;
import java.util.List;

/**
 * Where a geometry has its eyes and its mouth in a picture of its front: (x, y) as fractions of the
 * picture, x to the right, y down. Left and right are the person's.
 */
record FaceTargets(List<Double> leftEye, List<Double> rightEye, List<Double> mouth) {
  /** A vertex belongs to a region from this weight on. */
  private static final double MEMBER = 0.5;

  /** The landmarks that say where they are. */
  private static final List<String> POINTS = List.of("left-eye", "right-eye", "mouth");

  /**
   * Takes them from the landmarks {@code left-eye}, {@code right-eye} and {@code mouth} of the face
   * model, if it has all three; else from its regions: the middles of the boxes around what the
   * camera sees of the eyes, which are split by side, and of the lips. Of a model that knows
   * neither, from what the net sees in the grey picture.
   *
   * @param grey what FaceMesh says of the grey front
   */
  static FaceTargets of(TrialScene scene, Camera front, FaceView grey) {
    if (scene.landmarks().keySet().containsAll(POINTS)) {
      List<List<Double>> points = POINTS.stream().map(name -> point(scene, front, name)).toList();
      return new FaceTargets(points.get(0), points.get(1), points.get(2));
    }
    float[] eyes = scene.regions().get("eyes");
    float[] lips = scene.regions().get("lips");
    if (eyes == null || lips == null) {
      return new FaceTargets(
          list(grey.middle(FaceLandmarks.LEFT_EYE)),
          list(grey.middle(FaceLandmarks.RIGHT_EYE)),
          list(grey.middle(FaceLandmarks.MOUTH)));
    }
    float[] clip = front.project(scene.vertices(), 1);
    return new FaceTargets(
        middle(scene.vertices(), clip, eyes, 1),
        middle(scene.vertices(), clip, eyes, -1),
        middle(scene.vertices(), clip, lips, 0));
  }

  private static List<Double> point(TrialScene scene, Camera front, String landmark) {
    int vertex = scene.landmarks().getOrDefault(landmark, 0);
    float[] point = Arrays.copyOfRange(scene.vertices(), 3 * vertex, 3 * vertex + 3);
    float[] clip = front.project(point, 1);
    double depth = clip[2];
    return List.of(0.5 + 0.5 * clip[0] / depth, 0.5 - 0.5 * clip[1] / depth);
  }

  private static List<Double> list(double[] point) {
    return List.of(point[0], point[1]);
  }

  /**
   * The middle of the box around a region.
   *
   * @param side sign of x of the vertices that count; 0 for all
   */
  private static List<Double> middle(float[] vertices, float[] clip, float[] region, int side) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int v = 0; v < region.length; v++) {
      if (region[v] >= MEMBER && side * vertices[3 * v] >= 0) {
        double depth = clip[3 * v + 2];
        double[] point = {0.5 + 0.5 * clip[3 * v] / depth, 0.5 - 0.5 * clip[3 * v + 1] / depth};
        for (int axis = 0; axis < 2; axis++) {
          low[axis] = Math.min(low[axis], point[axis]);
          high[axis] = Math.max(high[axis], point[axis]);
        }
      }
    }
    return List.of((low[0] + high[0]) / 2, (low[1] + high[1]) / 2);
  }

  /**
   * How far the painted face is from here.
   *
   * @param front what FaceMesh says of the textured front
   * @return mean distance of both eyes and the mouth in percent of the distance between the eyes;
   *     NaN where the net sees no face
   */
  double error(FaceView front) {
    if (!front.isFace()) {
      return Double.NaN;
    }
    double sum =
        distance(leftEye, front.middle(FaceLandmarks.LEFT_EYE))
            + distance(rightEye, front.middle(FaceLandmarks.RIGHT_EYE))
            + distance(mouth, front.middle(FaceLandmarks.MOUTH));
    double eyes = distance(leftEye, new double[] {rightEye.get(0), rightEye.get(1)});
    return 100 * sum / 3 / eyes;
  }

  private static double distance(List<Double> a, double[] b) {
    return Math.hypot(a.get(0) - b[0], a.get(1) - b[1]);
  }
}
