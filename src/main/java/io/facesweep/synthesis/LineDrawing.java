package io.facesweep.synthesis;

import io.facesweep.face.FaceLines;
import io.facesweep.face.FaceLines.Ends;
import io.facesweep.face.FaceLines.Line;
import io.facesweep.face.FaceLines.Part;
import io.facesweep.render.Camera;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a face as the ControlNet of CrucibleAI (ControlNetMediaPipeFace, trained on
 * laion-face) was shown them: on black, each part in its colour, lines of OpenCV's thickness 2 (3
 * pixels) and pupils as squares of 4, whatever hides them. Lines that leave the image are not
 * drawn, and none of a face that is turned by more than 60 degrees, in which FaceMesh finds no
 * face.
 *
 * @param side of the image, pixels
 */
record LineDrawing(int side) {
  private static final int CHANNELS = 3;
  private static final double LEVELS = 255;

  /**
   * Of the angle between the camera and where the face looks: a little over 60 degrees, at which
   * FaceMesh's flag of the built-in head has fallen below 1/2 (0.999 at 45, 0.008 at 70).
   */
  private static final double MIN_COSINE = 0.49;

  /** Half the width of a line. */
  private static final double REACH = 1;

  /** Half the side of a pupil. */
  private static final int PUPIL = 2;

  /** RGB levels. */
  private static int[] colour(Part part) {
    return switch (part) {
      case OUTLINE -> new int[] {10, 200, 10};
      case LEFT_EYE -> new int[] {10, 200, 180};
      case LEFT_EYEBROW -> new int[] {10, 220, 180};
      case RIGHT_EYE -> new int[] {180, 200, 10};
      case RIGHT_EYEBROW -> new int[] {180, 220, 10};
      case LIPS -> new int[] {10, 180, 10};
      case RIGHT_PUPIL -> new int[] {250, 200, 10};
      case LEFT_PUPIL -> new int[] {10, 200, 250};
    };
  }

  /** A place in the image, pixels from its top left corner; whole numbers. */
  private record Pixel(int x, int y) {}

  /**
   * Draws a view.
   *
   * @param clip (x, y, w) of each vertex in clip space, [V, 3]
   * @return [3, side, side] in [0, 1], row 0 on top
   */
  float[] draw(FaceLines face, float[] clip, Camera camera) {
    float[] image = new float[CHANNELS * side * side];
    if (looksAway(camera)) {
      return image;
    }
    for (Line line : face.lines()) {
      if (line.part() == Part.LEFT_PUPIL || line.part() == Part.RIGHT_PUPIL) {
        pupil(image, pixel(clip, line.vertices()), colour(line.part()));
      } else {
        line(image, line, clip);
      }
    }
    return image;
  }

  /** Whether the face, which looks along +Z, is turned away from the camera. */
  private static boolean looksAway(Camera camera) {
    return Math.cos(Math.toRadians(camera.azimuth())) * Math.cos(Math.toRadians(camera.elevation()))
        < MIN_COSINE;
  }

  private void line(float[] image, Line line, float[] clip) {
    List<Integer> vertices = line.vertices();
    int count = vertices.size();
    int edges = line.ends() == Ends.CLOSED ? count : count - 1;
    for (int i = 0; i < edges; i++) {
      Pixel from = pixel(clip, vertices.subList(i, i + 1));
      int next = (i + 1) % count;
      Pixel to = pixel(clip, vertices.subList(next, next + 1));
      if (from != null && to != null) {
        edge(image, from, to, colour(line.part()));
      }
    }
  }

  /** The pixel of the middle of vertices; null outside the image. */
  private @Nullable Pixel pixel(float[] clip, List<Integer> vertices) {
    double x = 0;
    double y = 0;
    for (int vertex : vertices) {
      double w = clip[3 * vertex + 2];
      x += (clip[3 * vertex] / w + 1) / 2 / vertices.size();
      y += (1 - clip[3 * vertex + 1] / w) / 2 / vertices.size();
    }
    boolean isInside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    return isInside
        ? new Pixel(Math.min((int) (x * side), side - 1), Math.min((int) (y * side), side - 1))
        : null;
  }

  /** Every pixel whose middle is near the line from one to another. */
  private void edge(float[] image, Pixel from, Pixel to, int[] colour) {
    int reach = (int) REACH;
    for (int y = Math.min(from.y(), to.y()) - reach; y <= Math.max(from.y(), to.y()) + reach; y++) {
      for (int x = Math.min(from.x(), to.x()) - reach;
          x <= Math.max(from.x(), to.x()) + reach;
          x++) {
        if (distance(x, y, from, to) <= REACH) {
          paint(image, x, y, colour);
        }
      }
    }
  }

  private static double distance(int x, int y, Pixel from, Pixel to) {
    double dx = to.x() - (double) from.x();
    double dy = to.y() - (double) from.y();
    double squared = dx * dx + dy * dy;
    double along = squared == 0 ? 0 : ((x - from.x()) * dx + (y - from.y()) * dy) / squared;
    double at = Math.max(0, Math.min(1, along));
    return Math.hypot(x - (from.x() + at * dx), y - (from.y() + at * dy));
  }

  private void pupil(float[] image, @Nullable Pixel middle, int[] colour) {
    if (middle == null) {
      return;
    }
    for (int y = middle.y() - PUPIL; y < middle.y() + PUPIL; y++) {
      for (int x = middle.x() - PUPIL; x < middle.x() + PUPIL; x++) {
        paint(image, x, y, colour);
      }
    }
  }

  private void paint(float[] image, int x, int y, int[] colour) {
    if (x < 0 || x >= side || y < 0 || y >= side) {
      return;
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      image[(channel * side + y) * side + x] = (float) (colour[channel] / LEVELS);
    }
  }
}
