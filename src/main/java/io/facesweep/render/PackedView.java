package io.facesweep.render;

import java.util.Arrays;

/**
 * The covered pixels and the visible triangles of one view, packed: no background. P counts covered
 * pixels, T visible triangles, in the order of their first pixels. Immutable; the arrays are its
 * own.
 */
final class PackedView {
  /** A triangle that is too thin to interpolate on: its pixels stay background. */
  private static final int TOO_THIN = -2;

  private static final int UNKNOWN = -1;

  private final int[] faces;
  private final int triangles;
  private final int pixels;
  private int[] triangleIds = new int[1024];
  private float[] anchorX = new float[1024];
  private float[] anchorY = new float[1024];
  private float[] scales = new float[1024];
  private final int[] slots;
  private final int[] positions;
  private final float[] offsetX;
  private final float[] offsetY;

  /** Packs a view of fragments. */
  PackedView(Fragments fragments, int view) {
    int width = fragments.width();
    int height = fragments.height();
    int[] ids = fragments.triangleIds();
    int origin = view * height * width;
    ClipMesh mesh = fragments.mesh(view);
    int covered = covered(ids, origin, origin + height * width);
    faces = mesh.faces();
    slots = new int[covered];
    positions = new int[covered];
    offsetX = new float[covered];
    offsetY = new float[covered];
    int[] slotOf = new int[mesh.faceCount()];
    Arrays.fill(slotOf, UNKNOWN);
    float[] xs = new float[width];
    for (int column = 0; column < width; column++) {
      xs[column] = (float) ((2 * column + 1.0) / width - 1);
    }
    int count = 0;
    int pixel = 0;
    for (int row = 0; row < height; row++) {
      float y = (float) (1 - (2 * row + 1.0) / height);
      for (int column = 0, at = origin + row * width; column < width; column++, at++) {
        int id = ids[at];
        if (id == Fragments.BACKGROUND) {
          continue;
        }
        int slot = slotOf[id];
        if (slot == UNKNOWN) {
          slot = set(count, mesh, id, xs[column], y);
          slotOf[id] = slot;
          count += slot == TOO_THIN ? 0 : 1;
        }
        if (slot != TOO_THIN) {
          slots[pixel] = slot;
          positions[pixel] = at - origin;
          offsetX[pixel] = xs[column] - anchorX[slot];
          offsetY[pixel++] = y - anchorY[slot];
        }
      }
    }
    triangles = count;
    pixels = pixel;
    triangleIds = Arrays.copyOf(triangleIds, count);
    anchorX = Arrays.copyOf(anchorX, count);
    anchorY = Arrays.copyOf(anchorY, count);
    scales = Arrays.copyOf(scales, count);
  }

  private static int covered(int[] ids, int from, int to) {
    int covered = 0;
    for (int i = from; i < to; i++) {
      covered += ids[i] == Fragments.BACKGROUND ? 0 : 1;
    }
    return covered;
  }

  /** Stores a new triangle, unless it is too thin; returns its slot. */
  private int set(int slot, ClipMesh mesh, int id, float x, float y) {
    float scale = (float) (1 / edgeSum(mesh, id, x, y));
    if (!Float.isFinite(scale)) {
      return TOO_THIN;
    }
    if (slot == triangleIds.length) {
      int larger = 2 * slot;
      triangleIds = Arrays.copyOf(triangleIds, larger);
      anchorX = Arrays.copyOf(anchorX, larger);
      anchorY = Arrays.copyOf(anchorY, larger);
      scales = Arrays.copyOf(scales, larger);
    }
    triangleIds[slot] = id;
    anchorX[slot] = x;
    anchorY[slot] = y;
    scales[slot] = scale;
    return slot;
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

  /** Returns P. */
  int pixels() {
    return pixels;
  }

  /** Returns T. */
  int triangles() {
    return triangles;
  }

  /** Returns how many bytes it takes, about. */
  long bytes() {
    return 4L * Integer.BYTES * (slots.length + triangles);
  }

  /**
   * Writes its part of a batch's arrays, behind that of the views before it.
   *
   * @param view its place in the batch
   * @param firstTriangle triangles of the views before it
   * @param firstPixel pixels of the views before it
   */
  void write(VisibleSurface.Buffers arrays, int view, int firstTriangle, int firstPixel) {
    System.arraycopy(triangleIds, 0, arrays.triangles(), firstTriangle, triangles);
    Arrays.fill(arrays.triangleViews(), firstTriangle, firstTriangle + triangles, view);
    System.arraycopy(scales, 0, arrays.scales(), firstTriangle, triangles);
    int all = arrays.triangles().length;
    System.arraycopy(anchorX, 0, arrays.anchors(), firstTriangle, triangles);
    System.arraycopy(anchorY, 0, arrays.anchors(), all + firstTriangle, triangles);
    for (int t = 0; t < triangles; t++) {
      for (int corner = 0; corner < 3; corner++) {
        arrays.corners()[corner * all + firstTriangle + t] =
            (long) view * arrays.vertexCount() + faces[3 * triangleIds[t] + corner];
      }
    }
    int allPixels = arrays.slots().length;
    System.arraycopy(offsetX, 0, arrays.offsets(), firstPixel, pixels);
    System.arraycopy(offsetY, 0, arrays.offsets(), allPixels + firstPixel, pixels);
    Arrays.fill(
        arrays.offsets(), 2 * allPixels + firstPixel, 2 * allPixels + firstPixel + pixels, 1);
    for (int i = 0; i < pixels; i++) {
      arrays.slots()[firstPixel + i] = firstTriangle + slots[i];
      arrays.positions()[firstPixel + i] = positions[i];
    }
    Arrays.fill(
        arrays.viewOffsets(), firstPixel, firstPixel + pixels, (long) view * arrays.imageSize());
  }
}
