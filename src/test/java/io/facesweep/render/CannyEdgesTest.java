package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CannyEdgesTest {
  private static final int SIZE = 32;

  @Test
  void findsTheFourSidesOfASquareOnePixelWide() {
    float[] image = new float[SIZE * SIZE];
    for (int y = 8; y < 24; y++) {
      for (int x = 8; x < 24; x++) {
        image[y * SIZE + x] = 1;
      }
    }
    float[] edges = CannyEdges.REFERENCE.detect(image, SIZE, SIZE);
    // Of two pixels of equal magnitude the left or upper one is kept: outside on the left and top,
    // inside on the right and bottom.
    for (int along = 10; along < 22; along++) {
      assertThat(rowOf(edges, along)).containsExactly(7, 23);
      assertThat(columnOf(edges, along)).containsExactly(7, 23);
    }
    assertThat(rowOf(edges, 3)).isEmpty();
    assertThat(columnOf(edges, 29)).isEmpty();
  }

  @Test
  void findsNothingOnARampOrAConstant() {
    float[] ramp = new float[SIZE * SIZE];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (i % SIZE) / (float) SIZE;
    }
    assertThat(CannyEdges.REFERENCE.detect(ramp, SIZE, SIZE)).containsOnly(0);
    assertThat(CannyEdges.REFERENCE.detect(new float[SIZE * SIZE], SIZE, SIZE)).containsOnly(0);
  }

  @Test
  void findsAClosedThinCurveAroundADisc() {
    double radius = 10.3;
    float[] image = new float[SIZE * SIZE];
    for (int i = 0; i < image.length; i++) {
      double distance = Math.hypot(i % SIZE - 15.5, i / SIZE - 15.5);
      image[i] = (float) Math.max(0, Math.min(1, radius - distance + 0.5));
    }
    float[] edges = CannyEdges.REFERENCE.detect(image, SIZE, SIZE);
    boolean[] sectors = new boolean[36];
    int count = 0;
    for (int i = 0; i < edges.length; i++) {
      if (edges[i] == 1) {
        count++;
        assertThat(Math.abs(Math.hypot(i % SIZE - 15.5, i / SIZE - 15.5) - radius)).isLessThan(1);
        double angle = Math.atan2(i / SIZE - 15.5, i % SIZE - 15.5) + Math.PI;
        sectors[(int) Math.min(35, angle / (2 * Math.PI) * 36)] = true;
      }
    }
    assertThat(sectors).containsOnly(true);
    assertThat(count).isBetween(48, 85);
  }

  @Test
  void keepsWeakEdgesOnlyWhereTheyTouchStrongOnes() {
    // Steps of 0.15: magnitude 4 * 38 = 152, weak. One row of the left step is a step of 0.3,
    // strong.
    float[] image = new float[SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float left = y >= 14 && y < 18 && x < 12 ? 0.3f : 0.15f;
        image[y * SIZE + x] = (x >= 8 ? left : 0) + (x >= 24 ? 0.15f : 0);
      }
    }
    float[] edges = CannyEdges.REFERENCE.detect(image, SIZE, SIZE);
    for (int y : new int[] {0, 5, 15, 26, 31}) {
      assertThat(rowOf(edges, y)).startsWith(7);
    }
    assertThat(rowOf(edges, 2)).containsExactly(7);
    float[] all = new CannyEdges(100, 120, 0).detect(image, SIZE, SIZE);
    assertThat(rowOf(all, 2)).containsExactly(7, 23);
    float[] none = new CannyEdges(160, 400, 0).detect(image, SIZE, SIZE);
    assertThat(none).containsOnly(0);
  }

  @Test
  void blurRemovesSpeckles() {
    float[] image = new float[SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 16; x < SIZE; x++) {
        image[y * SIZE + x] = 1;
      }
    }
    image[5 * SIZE + 5] = 1;
    assertThat(rowOf(CannyEdges.REFERENCE.detect(image, SIZE, SIZE), 5)).hasSizeGreaterThan(1);
    float[] edges = new CannyEdges(100, 200, 1.5).detect(image, SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      assertThat(rowOf(edges, y)).containsExactly(15);
    }
  }

  @Test
  void takesLuminanceByTheBroadcastWeights() {
    float[] image = {1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1};
    assertThat(CannyEdges.luminance(image))
        .containsExactly(
            new float[] {0.299f, 0.587f, 0.114f, 1}, org.assertj.core.data.Offset.offset(1e-6f));
  }

  /** The images and OpenCV's own edges of them; see canny/make.py among the test resources. */
  @Test
  void agreesWithOpenCvPixelForPixel() throws IOException {
    for (String name : List.of("shapes", "noise", "ramps")) {
      float[] image = grey(name);
      int size = (int) Math.sqrt(image.length);
      for (int[] thresholds : new int[][] {{100, 200}, {30, 250}, {0, 60}}) {
        CannyEdges canny = new CannyEdges(thresholds[0], thresholds[1], 0);
        float[] expected = grey("%s-%d-%d".formatted(name, thresholds[0], thresholds[1]));
        assertThat(expected).contains(0, 1);
        assertThat(canny.detect(image, size, size))
            .as("%s at %s", name, Arrays.toString(thresholds))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void acceptsImagesOfOnePixel() {
    assertThat(new CannyEdges(0, 0, 1).detect(new float[] {1}, 1, 1)).containsExactly(0);
  }

  @Test
  void rejectsBadInput() {
    assertThatThrownBy(() -> new CannyEdges(200, 100, 0))
        .hasMessage("Invalid Canny thresholds: 200 and 100 (expected 0 <= low <= high)");
    assertThatThrownBy(() -> new CannyEdges(100, 200, Double.NaN))
        .hasMessage("Invalid Canny blur: NaN (expected 0 to 100 pixels)");
    assertThatThrownBy(() -> CannyEdges.REFERENCE.detect(new float[5], 2, 3))
        .hasMessage("Invalid grey image: 5 values (expected 2 x 3)");
    assertThatThrownBy(() -> CannyEdges.luminance(new float[5]))
        .hasMessage("Invalid image: 5 values (expected 3 channels)");
  }

  private static float[] grey(String name) throws IOException {
    try (InputStream in = CannyEdgesTest.class.getResourceAsStream("/canny/" + name + ".png")) {
      Raster pixels = ImageIO.read(Objects.requireNonNull(in)).getRaster();
      float[] grey =
          pixels.getSamples(0, 0, pixels.getWidth(), pixels.getHeight(), 0, (float[]) null);
      for (int i = 0; i < grey.length; i++) {
        grey[i] /= 255;
      }
      return grey;
    }
  }

  private static int[] rowOf(float[] edges, int y) {
    return java.util.stream.IntStream.range(0, SIZE)
        .filter(x -> edges[y * SIZE + x] == 1)
        .toArray();
  }

  private static int[] columnOf(float[] edges, int x) {
    return java.util.stream.IntStream.range(0, SIZE)
        .filter(y -> edges[y * SIZE + x] == 1)
        .toArray();
  }
}
