package io.facesweep.metrics;

import io.facesweep.judges.FaceBox;
import io.facesweep.judges.FaceNets;
import io.facesweep.judges.FaceView;
import io.facesweep.render.Camera;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** What an independent face net sees in pictures from all around a head. */
final class FaceMeasures {
  /** Azimuths of the pictures, degrees; the elevation is 0. */
  static final List<Double> AZIMUTHS = List.of(0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0);

  /** Side of the pictures: less blurs the eyes, more changes nothing. */
  static final int SIDE = 128;

  private static final double FIRST_BACK = 90;
  private static final double LAST_BACK = 270;

  private FaceMeasures() {}

  /**
   * What the nets see of a bare shape, which says where to look at its texture.
   *
   * @param box where its face is
   * @param front what is seen of it from the front
   */
  record Shape(FaceBox box, FaceView front) {}

  /**
   * Looks at a bare shape from the front alone, and measures nothing.
   *
   * @param grey picture of the front, [1, 3, H, H] in [0, 1]
   */
  static Shape front(FaceNets nets, Tensor grey) {
    FaceBox box = nets.box(grey);
    return new Shape(box, look(nets, grey, box).get(0));
  }

  /**
   * Measures a bare shape.
   *
   * @param nets to ask
   * @param grey pictures of it from the {@link #AZIMUTHS}, [8, 3, H, H] in [0, 1]
   * @param found gets the measures and the flag of every picture
   */
  static Shape shape(FaceNets nets, Tensor grey, Findings found) {
    FaceBox box = nets.box(grey.slice(0, 0, 1));
    List<FaceView> views = look(nets, grey, box);
    found.see(flags(ViewValue.GEOMETRY_FACE_FLAG, views));
    found.put(Metrics.GEOMETRY_FACE_FRONT, views.get(0).flag());
    found.put(Metrics.GEOMETRY_FACE_BACK, back(views));
    return new Shape(box, views.get(0));
  }

  /**
   * Measures a texture.
   *
   * @param nets to ask
   * @param scene the head
   * @param textured pictures of it from the {@link #AZIMUTHS}, [8, 3, H, H] in [0, 1]
   * @param front the camera of the first of them
   * @param shape of the head
   * @param found gets the measures and the flag of every picture
   */
  static void texture(
      FaceNets nets, TrialScene scene, Tensor textured, Camera front, Shape shape, Findings found) {
    List<FaceView> views = look(nets, textured, shape.box());
    found.see(flags(ViewValue.FACE_FLAG, views));
    found.put(Metrics.FACE_FRONT, views.get(0).flag());
    found.put(Metrics.FACE_BACK, back(views));
    found.put(Metrics.FACES, faces(views));
    FaceTargets targets = FaceTargets.of(scene, front, shape.front());
    found.put(Metrics.LANDMARK_ERROR, targets.error(views.get(0)));
  }

  private static List<FaceView> look(FaceNets nets, Tensor pictures, FaceBox box) {
    List<FaceView> views = nets.look(pictures, box);
    JudgeException.requireFinite(views.stream().mapToDouble(FaceView::logit).toArray());
    return views;
  }

  private static List<ViewValue> flags(String measure, List<FaceView> views) {
    double[] flags = views.stream().mapToDouble(FaceView::flag).toArray();
    return ViewValue.of(measure, AZIMUTHS, 0, flags);
  }

  /** How many views have a face. */
  private static double faces(List<FaceView> views) {
    return views.stream().filter(FaceView::isFace).count();
  }

  /** The largest flag from 90 to 270 degrees. */
  private static double back(List<FaceView> views) {
    return IntStream.range(0, views.size())
        .filter(i -> AZIMUTHS.get(i) >= FIRST_BACK && AZIMUTHS.get(i) <= LAST_BACK)
        .mapToDouble(i -> views.get(i).flag())
        .max()
        .orElseThrow();
  }
}
