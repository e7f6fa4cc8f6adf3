package io.facesweep.face;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the lines of a face run on a model's vertices: outline, eyes, eyebrows, lips and pupils, as
 * MediaPipe's FaceMesh (Kartynnik et al. 2019, arXiv 1907.06724) draws them. Left and right are the
 * person's.
 *
 * @param lines in the order in which they are drawn
 */
public record FaceLines(List<Line> lines) {
  /** What a line is of. */
  public enum Part {
    OUTLINE,
    LEFT_EYE,
    LEFT_EYEBROW,
    RIGHT_EYE,
    RIGHT_EYEBROW,
    LIPS,
    /** A point: the middle of its vertices. */
    RIGHT_PUPIL,
    /** A point: the middle of its vertices. */
    LEFT_PUPIL
  }

  /** Whether a line ends where it began. */
  public enum Ends {
    OPEN,
    CLOSED
  }

  /**
   * A line from vertex to vertex.
   *
   * @param vertices of the model, in order
   */
  public record Line(Part part, Ends ends, List<Integer> vertices) {
    public Line {
      vertices = List.copyOf(vertices);
    }
  }

  /** The name of a landmark by FaceMesh's number. */
  private static final String FACE_MESH = "facemesh-%d";

  /** The name of a landmark by its number among iBUG's 68 (Sagonas et al. 2016), from 0. */
  private static final String IBUG = "ibug-%02d";

  /** How many points iBUG has. */
  static final int IBUG_POINTS = 68;

  /** A line by the numbers of a scheme. */
  @SuppressWarnings("ArrayRecordComponent") // A constant, never compared.
  private record Scheme(Part part, Ends ends, int[] numbers) {}

  /** After MediaPipe's face_mesh_connections.py (Apache-2.0). */
  private static final List<Scheme> FACE_MESH_LINES =
      List.of(
          new Scheme(
              Part.OUTLINE,
              Ends.CLOSED,
              new int[] {
                10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400,
                377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67,
                109
              }),
          new Scheme(
              Part.LEFT_EYE,
              Ends.CLOSED,
              new int[] {
                263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466
              }),
          new Scheme(Part.LEFT_EYEBROW, Ends.OPEN, new int[] {276, 283, 282, 295, 285}),
          new Scheme(Part.LEFT_EYEBROW, Ends.OPEN, new int[] {300, 293, 334, 296, 336}),
          new Scheme(
              Part.RIGHT_EYE,
              Ends.CLOSED,
              new int[] {
                33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246
              }),
          new Scheme(Part.RIGHT_EYEBROW, Ends.OPEN, new int[] {46, 53, 52, 65, 55}),
          new Scheme(Part.RIGHT_EYEBROW, Ends.OPEN, new int[] {70, 63, 105, 66, 107}),
          new Scheme(
              Part.LIPS,
              Ends.CLOSED,
              new int[] {
                61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39,
                40, 185
              }),
          new Scheme(
              Part.LIPS,
              Ends.CLOSED,
              new int[] {
                78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81,
                80, 191
              }));

  private static final List<Scheme> IBUG_LINES =
      List.of(
          new Scheme(Part.OUTLINE, Ends.OPEN, range(0, 17)), // from ear to ear, below
          new Scheme(Part.LEFT_EYE, Ends.CLOSED, range(42, 48)),
          new Scheme(Part.LEFT_EYEBROW, Ends.OPEN, range(22, 27)),
          new Scheme(Part.RIGHT_EYE, Ends.CLOSED, range(36, 42)),
          new Scheme(Part.RIGHT_EYEBROW, Ends.OPEN, range(17, 22)),
          new Scheme(Part.LIPS, Ends.CLOSED, range(48, 60)),
          new Scheme(Part.LIPS, Ends.CLOSED, range(60, IBUG_POINTS)));

  public FaceLines {
    lines = List.copyOf(lines);
  }

  /**
   * Returns the lines that named vertices give, if all of their points are there: {@code
   * facemesh-33} and its like, by FaceMesh's numbers, or {@code ibug-00} to {@code ibug-67}.
   *
   * @param landmarks vertices by name
   */
  static Optional<FaceLines> of(Map<String, Integer> landmarks) {
    Optional<FaceLines> lines = of(landmarks, FACE_MESH, FACE_MESH_LINES);
    return lines.isPresent() ? lines : of(landmarks, IBUG, IBUG_LINES);
  }

  private static Optional<FaceLines> of(
      Map<String, Integer> landmarks, String name, List<Scheme> schemes) {
    List<Line> lines = new ArrayList<>();
    for (Scheme scheme : schemes) {
      List<Integer> vertices = new ArrayList<>();
      for (int number : scheme.numbers()) {
        Integer vertex = landmarks.get(name.formatted(number));
        if (vertex == null) {
          return Optional.empty();
        }
        vertices.add(vertex);
      }
      lines.add(new Line(scheme.part(), scheme.ends(), vertices));
    }
    return Optional.of(withPupils(lines));
  }

  /**
   * Returns the name of a landmark.
   *
   * @param number among iBUG's {@value #IBUG_POINTS}, from 0
   */
  static String ibug(int number) {
    return IBUG.formatted(number);
  }

  /** Returns the lines with a pupil in the middle of each eye. */
  static FaceLines withPupils(List<Line> lines) {
    List<Line> all = new ArrayList<>(lines);
    for (Line line : lines) {
      if (line.part() == Part.RIGHT_EYE) {
        all.add(new Line(Part.RIGHT_PUPIL, Ends.OPEN, line.vertices()));
      } else if (line.part() == Part.LEFT_EYE) {
        all.add(new Line(Part.LEFT_PUPIL, Ends.OPEN, line.vertices()));
      }
    }
    return new FaceLines(all);
  }

  private static int[] range(int first, int end) {
    return IntStream.range(first, end).toArray();
  }
}
