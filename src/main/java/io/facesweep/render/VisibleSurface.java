package io.facesweep.render;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.HostArrays;
import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * The covered pixels and the visible triangles of a batch of views, packed: all views' pixels one
 * after another, and no background. P counts covered pixels, T visible triangles (once for every
 * view that sees it), V the vertices of one mesh.
 */
final class VisibleSurface {
  private final int views;
  private final int imageSize;
  private final int[] firstPixel;
  private final int[] triangles;
  private final int[] triangleViews;
  private final Tensor cornerVertices;
  private final Tensor anchors;
  private final Tensor scales;
  private final Tensor pixelTriangles;
  private final Tensor pixelOffsets;
  private final Tensor pixelPositions;
  private final Tensor pixelViews;
  private final Device device;

  /**
   * Arrays of a batch on their way to its device: T triangles, P pixels, corner and coordinate
   * first.
   *
   * @param vertexCount V
   * @param imageSize H * W
   * @param triangles face index, [T]
   * @param triangleViews [T]
   * @param corners packed vertices, [3 * T]
   * @param anchors [2 * T]
   * @param scales [T]
   * @param slots triangle of each pixel, [P]
   * @param positions row * W + column, [P]
   * @param offsets [3 * P]
   * @param viewOffsets first position of a pixel's view, [P]
   */
  record Buffers(
      int vertexCount,
      int imageSize,
      int[] triangles,
      int[] triangleViews,
      long[] corners,
      float[] anchors,
      float[] scales,
      long[] slots,
      long[] positions,
      float[] offsets,
      long[] viewOffsets) {
    private static Buffers of(int vertexCount, int imageSize, int triangles, int pixels) {
      return new Buffers(
          vertexCount,
          imageSize,
          new int[triangles],
          new int[triangles],
          new long[3 * triangles],
          new float[2 * triangles],
          new float[triangles],
          new long[pixels],
          new long[pixels],
          new float[3 * pixels],
          new long[pixels]);
    }
  }

  private VisibleSurface(
      int views, int imageSize, int[] firstPixel, Buffers arrays, HostArrays.There there) {
    this.device = there.floats().get(0).device();
    this.views = views;
    this.imageSize = imageSize;
    this.firstPixel = firstPixel;
    this.triangles = arrays.triangles();
    this.triangleViews = arrays.triangleViews();
    this.anchors = there.floats().get(0);
    this.scales = there.floats().get(1);
    this.pixelOffsets = there.floats().get(2);
    this.cornerVertices = there.wholes().get(0);
    this.pixelTriangles = there.wholes().get(1);
    this.pixelPositions = there.wholes().get(2);
    this.pixelViews = there.wholes().get(3);
  }

  /** A batch of packed views whose arrays are to be sent to a device. */
  static final class Packed {
    private final int views;
    private final int[] firstPixel;
    private final Buffers arrays;

    /**
     * @param imageSize pixels of a view
     * @param threads that may work on it
     */
    Packed(List<PackedView> packed, int vertexCount, int imageSize, int threads) {
      views = packed.size();
      firstPixel = new int[views + 1];
      int[] firstTriangle = new int[views + 1];
      for (int view = 0; view < views; view++) {
        firstPixel[view + 1] = firstPixel[view] + packed.get(view).pixels();
        firstTriangle[view + 1] = firstTriangle[view] + packed.get(view).triangles();
      }
      arrays = Buffers.of(vertexCount, imageSize, firstTriangle[views], firstPixel[views]);
      RenderThreads.run(
          "pack pixels",
          threads,
          views,
          view -> packed.get(view).write(arrays, view, firstTriangle[view], firstPixel[view]));
    }

    /** Adds all arrays to those that travel together, before any others. */
    void addTo(HostArrays host) {
      int count = arrays.triangles().length;
      int pixels = arrays.slots().length;
      host.add(arrays.corners(), 3L * count)
          .add(arrays.anchors(), 2, 1, count)
          .add(arrays.scales(), 1, 1, count)
          .add(arrays.slots(), pixels)
          .add(arrays.offsets(), 1, 3, pixels)
          .add(arrays.positions(), pixels)
          .add(arrays.viewOffsets(), pixels);
    }

    /** The surface of what has arrived. */
    VisibleSurface arrived(HostArrays.There there) {
      return new VisibleSurface(views, arrays.imageSize(), firstPixel, arrays, there);
    }
  }

  int views() {
    return views;
  }

  Device device() {
    return device;
  }

  boolean isEmpty() {
    return triangles.length == 0;
  }

  int pixelCount() {
    return firstPixel[views];
  }

  /** First packed pixel of a view; that of view N is P. */
  int firstPixel(int view) {
    return firstPixel[view];
  }

  /** Face index of each visible triangle, [T]. */
  int[] triangles() {
    return triangles;
  }

  /** Values of a mesh's corners [F, 3, C] at the visible triangles: [C, 3, T]. */
  float[] cornerValues(float[] values, int channels) {
    int count = triangles.length;
    float[] result = new float[3 * channels * count];
    for (int t = 0; t < count; t++) {
      for (int corner = 0; corner < 3; corner++) {
        for (int c = 0; c < channels; c++) {
          result[(3 * c + corner) * count + t] = values[(3 * triangles[t] + corner) * channels + c];
        }
      }
    }
    return result;
  }

  /**
   * Packed vertices of the triangles that touch a vertex of a visible triangle, hidden ones
   * included: those that the visible vertices' normals depend on. Corner c of triangle k stands at
   * c * K + k; [3 * K].
   */
  long[] adjacentCorners(MeshTopology topology) {
    int[] faces = topology.faces();
    int vertices = topology.vertexCount();
    boolean[] visible = new boolean[views * vertices];
    for (int t = 0; t < triangles.length; t++) {
      for (int corner = 0; corner < 3; corner++) {
        visible[triangleViews[t] * vertices + faces[3 * triangles[t] + corner]] = true;
      }
    }
    int[] adjacent = new int[views * (faces.length / 3)];
    int count = 0;
    for (int view = 0; view < views; view++) {
      int first = view * vertices;
      for (int face = 0; face < faces.length; face += 3) {
        if (visible[first + faces[face]]
            || visible[first + faces[face + 1]]
            || visible[first + faces[face + 2]]) {
          adjacent[count++] = view * (faces.length / 3) + face / 3;
        }
      }
    }
    long[] corners = new long[3 * count];
    for (int k = 0; k < count; k++) {
      int view = adjacent[k] / (faces.length / 3);
      int face = adjacent[k] % (faces.length / 3);
      for (int corner = 0; corner < 3; corner++) {
        corners[corner * count + k] = (long) view * vertices + faces[3 * face + corner];
      }
    }
    return corners;
  }

  /** Packed vertex (view * V + vertex) of corner c of triangle t at c * T + t, int64 [3 * T]. */
  Tensor cornerVertices() {
    return cornerVertices;
  }

  /** A point in normalised device coordinates on each triangle, [2, 1, T]. */
  Tensor anchors() {
    return anchors;
  }

  /** 1 / the sum of the triangle's three edge functions at its anchor, [1, 1, T]. */
  Tensor scales() {
    return scales;
  }

  /** Index in [0, T) of each pixel's triangle, int64 [P]. */
  Tensor pixelTriangles() {
    return pixelTriangles;
  }

  /**
   * (x, y, 1) of each pixel's centre from its triangle's anchor in normalised device coordinates,
   * [1, 3, P].
   */
  Tensor pixelOffsets() {
    return pixelOffsets;
  }

  /** Writes packed values [C, P] over a background [C] or [N, C] and gives [N, C, H * W]. */
  Tensor unpack(Tensor values, Tensor background) {
    return MeshOperators.unpack(values, background, pixelPositions, pixelViews, views, imageSize);
  }
}
