package io.facesweep.render;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.HostArrays;
import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;

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

  private VisibleSurface(Packing packing, Fragments fragments, Device device) {
    int pixels = packing.pixels;
    int count = packing.triangles;
    this.device = device;
    this.views = fragments.views();
    this.imageSize = fragments.height() * fragments.width();
    this.firstPixel = packing.firstPixel;
    this.triangles = Arrays.copyOf(packing.triangleIds, count);
    this.triangleViews = Arrays.copyOf(packing.triangleViews, count);
    HostArrays.There there =
        new HostArrays()
            .add(packing.corners(count), 3L * count)
            .add(packing.anchors(count), 2, 1, count)
            .add(Arrays.copyOf(packing.scales, count), 1, 1, count)
            .add(Arrays.copyOf(packing.slots, pixels), pixels)
            .add(packing.offsets(pixels), 1, 3, pixels)
            .add(Arrays.copyOf(packing.positions, pixels), pixels)
            .add(packing.viewOffsets(imageSize), pixels)
            .to(device);
    this.anchors = there.floats().get(0);
    this.scales = there.floats().get(1);
    this.pixelOffsets = there.floats().get(2);
    this.cornerVertices = there.wholes().get(0);
    this.pixelTriangles = there.wholes().get(1);
    this.pixelPositions = there.wholes().get(2);
    this.pixelViews = there.wholes().get(3);
  }

  static VisibleSurface of(Fragments fragments, int vertexCount, Device device) {
    return new VisibleSurface(new Packing(fragments, vertexCount), fragments, device);
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

  /** Collects the packed arrays of all views. */
  private static final class Packing {
    private final Fragments fragments;
    private final int vertexCount;
    private final int[] firstPixel;
    private final long[] slots;
    private final long[] positions;
    private final float[] offsetX;
    private final float[] offsetY;
    private int[] triangleIds = new int[1024];
    private int[] triangleViews = new int[1024];
    private float[] anchorX = new float[1024];
    private float[] anchorY = new float[1024];
    private float[] scales = new float[1024];
    private int pixels;
    private int triangles;

    Packing(Fragments fragments, int vertexCount) {
      this.fragments = fragments;
      this.vertexCount = vertexCount;
      int covered = 0;
      for (int id : fragments.triangleIds()) {
        covered += id == Fragments.BACKGROUND ? 0 : 1;
      }
      slots = new long[covered];
      positions = new long[covered];
      offsetX = new float[covered];
      offsetY = new float[covered];
      firstPixel = new int[fragments.views() + 1];
      for (int view = 0; view < fragments.views(); view++) {
        firstPixel[view] = pixels;
        add(view);
      }
      firstPixel[fragments.views()] = pixels;
    }

    private void add(int view) {
      int[] ids = fragments.triangleIds();
      int width = fragments.width();
      int size = fragments.height() * width;
      int[] slotOf = new int[fragments.mesh(view).faceCount()];
      Arrays.fill(slotOf, -1);
      for (int position = 0; position < size; position++) {
        int id = ids[view * size + position];
        if (id == Fragments.BACKGROUND) {
          continue;
        }
        float x = (float) ((2 * (position % width) + 1.0) / width - 1);
        float y = (float) (1 - (2 * (position / width) + 1.0) / fragments.height());
        int slot = slotOf[id];
        if (slot == -1) {
          slot = addTriangle(view, id, x, y);
          slotOf[id] = slot;
        }
        if (slot >= 0) {
          slots[pixels] = slot;
          positions[pixels] = position;
          offsetX[pixels] = x - anchorX[slot];
          offsetY[pixels++] = y - anchorY[slot];
        }
      }
    }

    /**
     * The new triangle's slot, or -2 for one that is too thin to interpolate on: its pixels stay
     * background.
     */
    private int addTriangle(int view, int id, float x, float y) {
      double sum = edgeSum(fragments.mesh(view), id, x, y);
      float scale = (float) (1 / sum);
      if (!Float.isFinite(scale)) {
        return -2;
      }
      if (triangles == triangleIds.length) {
        int larger = 2 * triangles;
        triangleIds = Arrays.copyOf(triangleIds, larger);
        triangleViews = Arrays.copyOf(triangleViews, larger);
        anchorX = Arrays.copyOf(anchorX, larger);
        anchorY = Arrays.copyOf(anchorY, larger);
        scales = Arrays.copyOf(scales, larger);
      }
      triangleIds[triangles] = id;
      triangleViews[triangles] = view;
      anchorX[triangles] = x;
      anchorY[triangles] = y;
      scales[triangles] = scale;
      return triangles++;
    }

    /**
     * Sum of the homogeneous edge functions at a point: twice the triangle's area, weighted by the
     * corners' depths.
     */
    private static double edgeSum(ClipMesh mesh, int id, double x, double y) {
      float[] clip = mesh.clip();
      int a = 3 * mesh.faces()[3 * id];
      int b = 3 * mesh.faces()[3 * id + 1];
      int c = 3 * mesh.faces()[3 * id + 2];
      double ax = clip[a] - x * clip[a + 2];
      double ay = clip[a + 1] - y * clip[a + 2];
      double bx = clip[b] - x * clip[b + 2];
      double by = clip[b + 1] - y * clip[b + 2];
      double cx = clip[c] - x * clip[c + 2];
      double cy = clip[c + 1] - y * clip[c + 2];
      return (bx * cy - by * cx) + (cx * ay - cy * ax) + (ax * by - ay * bx);
    }

    long[] corners(int count) {
      long[] corners = new long[3 * count];
      for (int t = 0; t < count; t++) {
        int[] faces = fragments.mesh(triangleViews[t]).faces();
        for (int corner = 0; corner < 3; corner++) {
          corners[corner * count + t] =
              (long) triangleViews[t] * vertexCount + faces[3 * triangleIds[t] + corner];
        }
      }
      return corners;
    }

    float[] anchors(int count) {
      float[] anchors = Arrays.copyOf(anchorX, 2 * count);
      System.arraycopy(anchorY, 0, anchors, count, count);
      return anchors;
    }

    float[] offsets(int count) {
      float[] offsets = new float[3 * count];
      System.arraycopy(offsetX, 0, offsets, 0, count);
      System.arraycopy(offsetY, 0, offsets, count, count);
      Arrays.fill(offsets, 2 * count, 3 * count, 1);
      return offsets;
    }

    long[] viewOffsets(int imageSize) {
      long[] offsets = new long[pixels];
      for (int view = 0; view + 1 < firstPixel.length; view++) {
        Arrays.fill(offsets, firstPixel[view], firstPixel[view + 1], (long) view * imageSize);
      }
      return offsets;
    }
  }
}
