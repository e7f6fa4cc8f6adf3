package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RasterizerTest {
  @Test
  void agreesWithTheNaiveRasterizerOnRandomScenes() {
    Random random = new Random(7);
    for (int scene = 0; scene < 60; scene++) {
      int height = 1 + random.nextInt(40);
      int width = 1 + random.nextInt(40);
      Culling culling = scene % 2 == 0 ? Culling.NONE : Culling.BACK;
      List<ClipMesh> meshes =
          List.of(
              randomMesh(random, 12, 30), randomMesh(random, 40, 3), latticeMesh(random, width));
      Fragments expected = new NaiveRasterizer(height, width, culling).rasterize(meshes);
      for (int threads : new int[] {1, 3, 8}) {
        Fragments actual = new Rasterizer(height, width, culling, threads).rasterize(meshes);
        assertSameImage(actual, expected);
      }
    }
  }

  @Test
  void drawsEveryPixelOfAWatertightPatchExactlyOnce() {
    Random random = new Random(3);
    int size = 48;
    for (int trial = 0; trial < 20; trial++) {
      // A grid over the whole image whose inner vertices are shaken, half of them onto pixel
      // centres.
      int cells = 6;
      float[] clip = new float[3 * (cells + 1) * (cells + 1)];
      for (int i = 0; i <= cells; i++) {
        for (int j = 0; j <= cells; j++) {
          boolean inner = i > 0 && j > 0 && i < cells && j < cells;
          double x = -1.2 + 2.4 * j / cells + (inner ? 0.15 * (random.nextDouble() - 0.5) : 0);
          double y = -1.2 + 2.4 * i / cells + (inner ? 0.15 * (random.nextDouble() - 0.5) : 0);
          if (random.nextBoolean()) {
            x = (2 * Math.floor((x + 1) * size / 2) + 1) / size - 1;
            y = (2 * Math.floor((y + 1) * size / 2) + 1) / size - 1;
          }
          float w = 1 + 3 * random.nextFloat();
          int at = 3 * (i * (cells + 1) + j);
          clip[at] = (float) (x * w);
          clip[at + 1] = (float) (y * w);
          clip[at + 2] = w;
        }
      }
      assertThat(coverage(clip, gridFaces(cells, random), size)).containsOnly(1);
    }
  }

  @Test
  void drawsAFanAroundAPixelCentreExactlyOnce() {
    for (int spokes = 3; spokes < 20; spokes++) {
      float[] clip = new float[3 * (spokes + 1)];
      clip[0] = 1f / 9;
      clip[1] = -1f / 9;
      clip[2] = 1;
      int[] faces = new int[3 * spokes];
      for (int s = 0; s < spokes; s++) {
        clip[3 * s + 3] = (float) (4 * Math.cos(2 * Math.PI * s / spokes));
        clip[3 * s + 4] = (float) (4 * Math.sin(2 * Math.PI * s / spokes));
        clip[3 * s + 5] = 1;
        faces[3 * s + 1] = 1 + s;
        faces[3 * s + 2] = 1 + (s + 1) % spokes;
      }
      assertThat(coverage(clip, faces, 9)).containsOnly(1);
    }
  }

  @Test
  void nearestTriangleWinsAndEqualDepthsGoToTheFirst() {
    float[] clip = new float[18];
    System.arraycopy(quadTriangle(4), 0, clip, 0, 9);
    System.arraycopy(quadTriangle(2), 0, clip, 9, 9);
    Rasterizer rasterizer = new Rasterizer(4, 4, Culling.NONE, 1);
    Fragments fragments =
        rasterizer.rasterize(List.of(new ClipMesh(clip, new int[] {0, 1, 2, 3, 4, 5})));
    assertThat(fragments.triangleIds()).containsOnly(1);
    assertThat(fragments.depths()).containsOnly(2f);
    Fragments tie =
        rasterizer.rasterize(List.of(new ClipMesh(clip, new int[] {0, 1, 2, 3, 4, 5, 3, 4, 5})));
    assertThat(tie.triangleIds()).containsOnly(1);
  }

  @Test
  void cullsTrianglesThatRunClockwise() {
    Rasterizer rasterizer = new Rasterizer(4, 4, Culling.BACK, 1);
    ClipMesh front = new ClipMesh(quadTriangle(1), new int[] {0, 1, 2});
    ClipMesh back = new ClipMesh(quadTriangle(1), new int[] {0, 2, 1});
    int[] ids = rasterizer.rasterize(List.of(front, back)).triangleIds();
    for (int i = 0; i < ids.length; i++) {
      assertThat(ids[i]).isEqualTo(i < 16 ? 0 : Fragments.BACKGROUND);
    }
  }

  @Test
  void skipsAndCountsDegenerateTriangles() {
    float[] clip = {-1, -1, 1, 1, -1, 1, 0, 1, 1, 0, -1, 1, 0, 0, -1, 0, 0, 0};
    int[] faces = {0, 1, 2, 0, 0, 1, 0, 3, 1, 2, 2, 2, 4, 5, 4};
    Fragments fragments =
        new Rasterizer(8, 8, Culling.NONE, 4).rasterize(List.of(new ClipMesh(clip, faces)));
    assertThat(fragments.degenerateTriangles(0)).isEqualTo(4);
    assertThat(fragments.triangleIds()).contains(0).doesNotContain(1, 2, 3, 4);
  }

  @Test
  void clipsTrianglesThatPassBehindTheCamera() {
    Random random = new Random(11);
    int size = 24;
    int compared = 0;
    for (int scene = 0; scene < 200; scene++) {
      float[] clip = new float[9];
      for (int i = 0; i < 9; i++) {
        clip[i] = (float) (3 * random.nextGaussian());
      }
      ClipMesh mesh = new ClipMesh(clip, new int[] {0, 1, 2});
      Fragments fragments = new Rasterizer(size, size, Culling.NONE, 1).rasterize(List.of(mesh));
      for (int pixel = 0; pixel < size * size; pixel++) {
        double[] hit = intersect(clip, pixel % size, pixel / size, size);
        if (hit[1] > 1e-3) { // away from edges and from the near plane, both must agree
          boolean visible = hit[0] > Camera.NEAR;
          assertThat(fragments.triangleIds()[pixel]).isEqualTo(visible ? 0 : -1);
          if (visible) {
            assertThat((double) fragments.depths()[pixel]).isCloseTo(hit[0], within(2e-2 * hit[0]));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(5_000);
  }

  @Test
  void barycentricsReproducePixelPositionsAndDepths() {
    Random random = new Random(5);
    ClipMesh mesh = randomMesh(random, 20, 20);
    int size = 64;
    Fragments fragments = new Rasterizer(size, size, Culling.NONE, 1).rasterize(List.of(mesh));
    float[] weights = fragments.barycentrics();
    for (int pixel = 0; pixel < size * size; pixel++) {
      int triangle = fragments.triangleIds()[pixel];
      if (triangle == Fragments.BACKGROUND) {
        assertThat(weights[2 * pixel]).isZero();
        continue;
      }
      double[] b = {weights[2 * pixel], weights[2 * pixel + 1], 0};
      b[2] = 1 - b[0] - b[1];
      double[] point = new double[3];
      for (int corner = 0; corner < 3; corner++) {
        for (int i = 0; i < 3; i++) {
          point[i] += b[corner] * mesh.clip()[3 * mesh.faces()[3 * triangle + corner] + i];
        }
      }
      assertThat(point[0] / point[2])
          .isCloseTo((2.0 * (pixel % size) + 1) / size - 1, within(1e-4));
      assertThat(point[2]).isCloseTo(fragments.depths()[pixel], within(2e-2));
    }
  }

  @Test
  void leavesTheImageEmptyWhenNothingIsInView() {
    float[] clip = quadTriangle(1);
    for (int i = 0; i < 9; i += 3) {
      clip[i] += 50;
    }
    Fragments fragments =
        new Rasterizer(8, 8, Culling.NONE, 1)
            .rasterize(List.of(new ClipMesh(clip, new int[] {0, 1, 2})));
    assertThat(fragments.triangleIds()).containsOnly(Fragments.BACKGROUND);
    assertThat(fragments.depths()).containsOnly(0f);
  }

  @Test
  void rejectsBadInput() {
    assertThatThrownBy(() -> new Rasterizer(0, 8, Culling.NONE, 1))
        .hasMessage("Invalid image height: 0 (expected 1 to 8192 pixels)");
    assertThatThrownBy(() -> new Rasterizer(8, 9000, Culling.NONE, 1))
        .hasMessage("Invalid image width: 9000 (expected 1 to 8192 pixels)");
    assertThatThrownBy(() -> new Rasterizer(8, 8, Culling.NONE, 0))
        .hasMessage("Invalid threads: 0 (expected at least 1)");
    assertThatThrownBy(() -> new ClipMesh(new float[] {0, 0, 1, 0, Float.NaN, 1}, new int[0]))
        .hasMessage("Invalid vertex 1: NaN (expected finite coordinates)");
    assertThatThrownBy(() -> new ClipMesh(new float[4], new int[3]))
        .hasMessage("Invalid mesh: 4 coordinates and 3 indices (expected multiples of 3)");
    List<ClipMesh> many = java.util.Collections.nCopies(40, new ClipMesh(new float[0], new int[0]));
    assertThatThrownBy(() -> new Rasterizer(8192, 8192, Culling.NONE, 1).rasterize(many))
        .hasMessage(
            "Cannot rasterize 40 views of 8192 x 8192 pixels: more than 2^31 pixels; use fewer"
                + " views at once");
  }

  @Test
  void saysWhenAThreadFailsOrIsInterrupted() {
    Rasterizer rasterizer = new Rasterizer(8, 8, Culling.NONE, 2);
    ClipMesh broken = new ClipMesh(quadTriangle(1), new int[] {0, 1, 9});
    assertThatThrownBy(() -> rasterizer.rasterize(List.of(broken)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot rasterize: a thread failed")
        .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    ClipMesh whole = new ClipMesh(quadTriangle(1), new int[] {0, 1, 2});
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> rasterizer.rasterize(List.of(whole)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot rasterize: interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void assertSameImage(Fragments actual, Fragments expected) {
    for (int i = 0; i < expected.triangleIds().length; i++) {
      float a = actual.inverseDepths()[i];
      float b = expected.inverseDepths()[i];
      assertThat(a).isCloseTo(b, within(1e-6f * b));
      if (a == b) {
        assertThat(actual.triangleIds()[i]).isEqualTo(expected.triangleIds()[i]);
      }
    }
  }

  /** How many triangles cover each pixel. */
  private static int[] coverage(float[] clip, int[] faces, int size) {
    int[] coverage = new int[size * size];
    Rasterizer rasterizer = new Rasterizer(size, size, Culling.NONE, 1);
    for (int t = 0; t < faces.length; t += 3) {
      int[] face = {faces[t], faces[t + 1], faces[t + 2]};
      int[] ids = rasterizer.rasterize(List.of(new ClipMesh(clip, face))).triangleIds();
      for (int i = 0; i < ids.length; i++) {
        coverage[i] += ids[i] + 1;
      }
    }
    return coverage;
  }

  private static int[] gridFaces(int cells, Random random) {
    int[] faces = new int[6 * cells * cells];
    int at = 0;
    for (int i = 0; i < cells; i++) {
      for (int j = 0; j < cells; j++) {
        int a = i * (cells + 1) + j;
        int b = a + 1;
        int c = a + cells + 2;
        int d = a + cells + 1;
        int[] quad =
            random.nextBoolean() ? new int[] {a, b, c, a, c, d} : new int[] {a, b, d, b, c, d};
        System.arraycopy(quad, 0, faces, at, 6);
        at += 6;
      }
    }
    return faces;
  }

  /**
   * Depth of the plane of a triangle at a pixel's centre and how far inside it the point is; not
   * inside when 0 or less.
   */
  private static double[] intersect(float[] clip, int column, int row, int size) {
    double x = (2.0 * column + 1) / size - 1;
    double y = 1 - (2.0 * row + 1) / size;
    double[] a = new double[3];
    for (int corner = 0; corner < 3; corner++) {
      int j = 3 * ((corner + 1) % 3);
      int k = 3 * ((corner + 2) % 3);
      a[corner] =
          (clip[j] - x * clip[j + 2]) * (clip[k + 1] - y * clip[k + 2])
              - (clip[k] - x * clip[k + 2]) * (clip[j + 1] - y * clip[j + 2]);
    }
    double sum = a[0] + a[1] + a[2];
    double w = (a[0] * clip[2] + a[1] * clip[5] + a[2] * clip[8]) / sum;
    double inside = Math.min(a[0] / sum, Math.min(a[1] / sum, a[2] / sum));
    return new double[] {w, Math.min(inside, Math.abs(w - Camera.NEAR))};
  }

  /** A triangle that covers the image at a depth. */
  private static float[] quadTriangle(float w) {
    return new float[] {-4 * w, -4 * w, w, 4 * w, -4 * w, w, 0, 4 * w, w};
  }

  private static ClipMesh randomMesh(Random random, int vertices, int faceCount) {
    float[] clip = new float[3 * vertices];
    for (int v = 0; v < clip.length; v += 3) {
      float w = 1 + 9 * random.nextFloat();
      clip[v] = w * 3 * (random.nextFloat() - 0.5f);
      clip[v + 1] = w * 3 * (random.nextFloat() - 0.5f);
      clip[v + 2] = w;
    }
    return new ClipMesh(clip, random.ints(3L * faceCount, 0, vertices).toArray());
  }

  /** Vertices on pixel centres and corners, so that edges pass exactly through centres. */
  private static ClipMesh latticeMesh(Random random, int width) {
    float[] clip = new float[3 * 30];
    for (int v = 0; v < clip.length; v += 3) {
      clip[v] = random.nextInt(2 * width + 1) / (float) width - 1;
      clip[v + 1] = random.nextInt(2 * width + 1) / (float) width - 1;
      clip[v + 2] = 1;
    }
    return new ClipMesh(clip, random.ints(60, 0, 30).toArray());
  }
}
