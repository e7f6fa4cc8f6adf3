package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceLines;
import io.facesweep.face.FaceLines.Ends;
import io.facesweep.face.FaceLines.Line;
import io.facesweep.face.FaceLines.Part;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LineDrawingTest {
  private static final int SIDE = 16;
  private static final Camera FRONT = Camera.orbit(0, 0, 0);

  /** Three points in clip space at w = 2: (4, 4), (12, 4) and (4, 12) of 16 pixels. */
  private static final float[] CLIP = {-1, 1, 2, 1, 1, 2, -1, -1, 2, 9, 0, 2};

  private static float[] drawn(Camera camera, Line... lines) {
    return new LineDrawing(SIDE).draw(new FaceLines(List.of(lines)), CLIP, camera);
  }

  private static Line line(Part part, Ends ends, Integer... vertices) {
    return new Line(part, ends, List.of(vertices));
  }

  /** RGB levels of a pixel. */
  private static int[] pixel(float[] image, int x, int y) {
    int[] levels = new int[3];
    for (int channel = 0; channel < 3; channel++) {
      levels[channel] = Math.round(255 * image[(channel * SIDE + y) * SIDE + x]);
    }
    return levels;
  }

  private static long painted(float[] image) {
    long count = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      count += image[SIDE * SIDE + i] > 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void linesRunFromPointToPointInTheColourOfTheirPart() {
    float[] image = drawn(FRONT, line(Part.LIPS, Ends.OPEN, 0, 1));
    for (int x = 4; x <= 12; x++) {
      assertThat(pixel(image, x, 4)).containsExactly(10, 180, 10);
    }
    assertThat(pixel(image, 8, 3)).containsExactly(10, 180, 10);
    assertThat(pixel(image, 8, 2)).containsExactly(0, 0, 0);
    assertThat(pixel(image, 8, 6)).containsExactly(0, 0, 0);
    assertThat(pixel(image, 14, 4)).containsExactly(0, 0, 0);
  }

  @Test
  void closedLinesEndWhereTheyBegan() {
    long open = painted(drawn(FRONT, line(Part.OUTLINE, Ends.OPEN, 0, 1, 2)));
    float[] closed = drawn(FRONT, line(Part.OUTLINE, Ends.CLOSED, 0, 1, 2));
    assertThat(painted(closed)).isGreaterThan(open);
    assertThat(pixel(closed, 4, 8)).containsExactly(10, 200, 10);
  }

  @Test
  void aPupilIsASquareInTheMiddleOfItsVertices() {
    float[] image = drawn(FRONT, line(Part.RIGHT_PUPIL, Ends.OPEN, 0, 1));
    assertThat(painted(image)).isEqualTo(16);
    assertThat(pixel(image, 6, 2)).containsExactly(250, 200, 10);
    assertThat(pixel(image, 9, 5)).containsExactly(250, 200, 10);
    assertThat(pixel(drawn(FRONT, line(Part.LEFT_PUPIL, Ends.OPEN, 0)), 4, 4))
        .containsExactly(10, 200, 250);
  }

  @Test
  void whatLeavesTheImageIsNotDrawn() {
    assertThat(painted(drawn(FRONT, line(Part.LIPS, Ends.OPEN, 0, 3)))).isZero();
    assertThat(painted(drawn(FRONT, line(Part.LEFT_PUPIL, Ends.OPEN, 3)))).isZero();
  }

  @Test
  void nothingIsDrawnOfAFaceThatIsTurnedAway() {
    Line lips = line(Part.LIPS, Ends.OPEN, 0, 1);
    assertThat(painted(drawn(Camera.orbit(60, 0, 0), lips))).isPositive();
    assertThat(painted(drawn(Camera.orbit(50, 40, 0), lips))).isPositive();
    assertThat(painted(drawn(Camera.orbit(50, 45, 0), lips))).isZero();
    assertThat(painted(drawn(Camera.orbit(-65, 0, 0), lips))).isZero();
    assertThat(painted(drawn(Camera.orbit(100, 0, 0), lips))).isZero();
    assertThat(painted(drawn(Camera.orbit(-180, 20, 0), lips))).isZero();
  }

  @Test
  void theBuiltInHeadHasAllPartsInTheirPlaces() {
    FaceModel head = FaceModels.open("builtin:head");
    int side = 256;
    Camera camera = new Camera(0, 0, 6.7, 25, Camera.Point.ORIGIN);
    float[] image =
        new LineDrawing(side)
            .draw(head.lines().orElseThrow(), camera.project(head.mean().vertices(), 1), camera);
    TreeSet<String> colours = new TreeSet<>();
    double[] middle = new double[2];
    for (int i = 0; i < side * side; i++) {
      int[] levels = new int[3];
      for (int channel = 0; channel < 3; channel++) {
        levels[channel] = Math.round(255 * image[channel * side * side + i]);
      }
      colours.add(Arrays.toString(levels));
      if (levels[0] == 10 && levels[2] == 180) { // eye or brow of the person's left
        middle[0] = Math.max(middle[0], i % side);
      } else if (levels[0] == 180) {
        middle[1] = Math.max(middle[1], i % side);
      }
    }
    assertThat(colours).hasSize(9);
    assertThat(middle[0]).as("the person's left is on the right").isGreaterThan(side / 2.0);
    assertThat(middle[1]).isLessThan(side / 2.0);
  }
}
