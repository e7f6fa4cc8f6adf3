package io.facesweep.metrics;

import io.facesweep.judges.FaceBox;
import io.facesweep.judges.FaceNets;
import io.facesweep.judges.FaceView;
import io.facesweep.render.Camera;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
   * Measures a head.
   *
   * @param nets to ask
   * @param scene the head
   * @param grey pictures of it from the {@link #AZIMUTHS}, [8, 3, H, H] in [0, 1]
   * @param textured the same with its texture; null where it has none
   * @param front the camera of the first of them
   * @param found gets the measures
   * @param values gets the flag of every picture
   */
  static void measure(
      FaceNets nets,
      TrialScene scene,
      Tensor grey,
      @Nullable Tensor textured,
      Camera front,
      Findings found) {
    FaceBox box = nets.box(grey.slice(0, 0, 1));
    List<FaceView> greyViews = look(nets, grey, box);
    found.see(flags(ViewValue.GEOMETRY_FACE_FLAG, greyViews));
    found.put(Metrics.GEOMETRY_FACE_FRONT, greyViews.get(0).flag());
    found.put(Metrics.GEOMETRY_FACE_BACK, back(greyViews));
    if (textured != null) {
      List<FaceView> views = look(nets, textured, box);
      found.see(flags(ViewValue.FACE_FLAG, views));
      found.put(Metrics.FACE_FRONT, views.get(0).flag());
      found.put(Metrics.FACE_BACK, back(views));
      found.put(Metrics.FACES, faces(views));
      FaceTargets targets = FaceTargets.of(scene, front, greyViews.get(0));
      found.put(Metrics.LANDMARK_ERROR, targets.error(views.get(0)));
    }
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
