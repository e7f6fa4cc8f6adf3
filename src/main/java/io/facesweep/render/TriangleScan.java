package io.facesweep.render;

/**
 * Draws the triangles of one mesh into a band of rows of one view.
 *
 * <p>Screen space: x right, y down, in fixed point with {@link #SUBPIXEL_BITS} fraction bits; the
 * centre of pixel (row, column) is (column + 0.5, row + 0.5) pixels. Exactness: guarded coordinates
 * have 14 + 12 bits and a sign, so an edge function has at most 56 bits.
 */
final class TriangleScan {
  static final int SUBPIXEL_BITS = 12;
  static final int ONE = 1 << SUBPIXEL_BITS;
  static final int HALF = ONE / 2;

  /**
   * Farthest snapped coordinate from the image's corner, pixels: triangles that reach beyond are
   * clipped.
   */
  static final int GUARD = 1 << 14;

  private static final int OUTSIDE = Integer.MIN_VALUE;

  private final int height;
  private final int width;
  private final int top;
  private final int bottom;
  private final int[] ids;
  private final float[] inverseDepths;
  private final int origin;

  /**
   * @param top first row of the band
   * @param bottom row after the last of the band
   * @param ids triangle ids, [N, H, W], written at {@code origin} and on
   * @param inverseDepths depth buffer of the same shape
   */
  TriangleScan(
      int height, int width, int top, int bottom, int[] ids, float[] inverseDepths, int origin) {
    this.height = height;
    this.width = width;
    this.top = top;
    this.bottom = bottom;
    this.ids = ids;
    this.inverseDepths = inverseDepths;
    this.origin = origin;
  }

  /** Draws a mesh and counts its triangles that have no area in the image. */
  int draw(ClipMesh mesh, Culling culling) {
    float[] clip = mesh.clip();
    int[] faces = mesh.faces();
    int vertexCount = mesh.vertexCount();
    int[] xs = new int[vertexCount];
    int[] ys = new int[vertexCount];
    float[] inverses = new float[vertexCount];
    snap(clip, xs, ys, inverses);
    boolean cull = culling == Culling.BACK;
    ClippedPolygon polygon = null;
    int degenerate = 0;
    for (int t = 0, face = 0; face < faces.length; t++, face += 3) {
      int a = faces[face];
      int b = faces[face + 1];
      int c = faces[face + 2];
      int ax = xs[a];
      int bx = xs[b];
      int cx = xs[c];
      if (ax != OUTSIDE && bx != OUTSIDE && cx != OUTSIDE) {
        int ay = ys[a];
        int by = ys[b];
        int cy = ys[c];
        // y points down here, so counter-clockwise triangles have a negative area.
        long area = (long) (bx - ax) * (cy - ay) - (long) (by - ay) * (cx - ax);
        if (area < 0) {
          scan(t, ax, ay, inverses[a], cx, cy, inverses[c], bx, by, inverses[b], -area);
        } else if (area == 0) {
          degenerate++;
        } else if (!cull) {
          scan(t, ax, ay, inverses[a], bx, by, inverses[b], cx, cy, inverses[c], area);
        }
      } else {
        if (polygon == null) {
          polygon = new ClippedPolygon(height, width);
        }
        polygon.clip(clip, a, b, c);
        degenerate += polygon.isDegenerate() ? 1 : 0;
        drawPolygon(t, polygon, cull);
      }
    }
    return degenerate;
  }

  /**
   * Snaps the vertices that lie before the near plane and within the guard band; marks the others.
   */
  private void snap(float[] clip, int[] xs, int[] ys, float[] inverses) {
    double limit = (double) GUARD * ONE;
    for (int v = 0, i = 0; v < xs.length; v++, i += 3) {
      double w = clip[i + 2];
      double x = screen(clip[i] / w, width);
      double y = screen(-clip[i + 1] / w, height);
      if (w >= Camera.NEAR && Math.abs(x) <= limit && Math.abs(y) <= limit) {
        xs[v] = (int) Math.floor(x + 0.5);
        ys[v] = (int) Math.floor(y + 0.5);
        inverses[v] = (float) (1 / w);
      } else {
        xs[v] = OUTSIDE;
      }
    }
  }

  /** A normalised device coordinate in [-1, 1] as a fixed point coordinate before rounding. */
  static double screen(double normalised, int size) {
    return (normalised + 1) * (0.5 * ONE) * size;
  }

  private void drawPolygon(int triangle, ClippedPolygon polygon, boolean cull) {
    for (int k = 1; k + 1 < polygon.size(); k++) {
      int ax = polygon.x(0);
      int ay = polygon.y(0);
      int bx = polygon.x(k);
      int by = polygon.y(k);
      int cx = polygon.x(k + 1);
      int cy = polygon.y(k + 1);
      float ia = polygon.inverse(0);
      float ib = polygon.inverse(k);
      float ic = polygon.inverse(k + 1);
      long area = (long) (bx - ax) * (cy - ay) - (long) (by - ay) * (cx - ax);
      if (area < 0) {
        scan(triangle, ax, ay, ia, cx, cy, ic, bx, by, ib, -area);
      } else if (area > 0 && !cull) {
        scan(triangle, ax, ay, ia, bx, by, ib, cx, cy, ic, area);
      }
    }
  }

  /** Draws a triangle of positive area: clockwise as seen, for y points down. */
  private void scan(
      int triangle,
      int ax,
      int ay,
      float ia,
      int bx,
      int by,
      float ib,
      int cx,
      int cy,
      float ic,
      long area) {
    int left = Math.max(0, ceilPixel(Math.min(ax, Math.min(bx, cx))));
    int right = Math.min(width - 1, floorPixel(Math.max(ax, Math.max(bx, cx))));
    int first = Math.max(top, ceilPixel(Math.min(ay, Math.min(by, cy))));
    int last = Math.min(bottom - 1, floorPixel(Math.max(ay, Math.max(by, cy))));
    if (left > right || first > last) {
      return;
    }
    long px = ((long) left << SUBPIXEL_BITS) + HALF;
    long py = ((long) first << SUBPIXEL_BITS) + HALF;
    int biasA = bias(cx - bx, cy - by);
    int biasB = bias(ax - cx, ay - cy);
    int biasC = bias(bx - ax, by - ay);
    // Edge functions, each the weight of the vertex across from it; not negative inside.
    long rowA = (cx - bx) * (py - by) - (cy - by) * (px - bx) + biasA;
    long rowB = (ax - cx) * (py - cy) - (ay - cy) * (px - cx) + biasB;
    long rowC = (bx - ax) * (py - ay) - (by - ay) * (px - ax) + biasC;
    long stepXa = (long) (by - cy) << SUBPIXEL_BITS;
    long stepXb = (long) (cy - ay) << SUBPIXEL_BITS;
    long stepXc = (long) (ay - by) << SUBPIXEL_BITS;
    long stepYa = (long) (cx - bx) << SUBPIXEL_BITS;
    long stepYb = (long) (ax - cx) << SUBPIXEL_BITS;
    long stepYc = (long) (bx - ax) << SUBPIXEL_BITS;
    double scale = 1.0 / area;
    double qa = ia * scale;
    double qb = ib * scale;
    double qc = ic * scale;
    double unbiased = -(biasA * qa + biasB * qb + biasC * qc);
    for (int row = first; row <= last; row++) {
      long ea = rowA;
      long eb = rowB;
      long ec = rowC;
      int pixel = origin + row * width + left;
      boolean entered = false;
      for (int column = left; column <= right; column++) {
        if ((ea | eb | ec) >= 0) {
          entered = true;
          float inverse = (float) (ea * qa + eb * qb + ec * qc + unbiased);
          if (inverse > inverseDepths[pixel]) {
            inverseDepths[pixel] = inverse;
            ids[pixel] = triangle;
          }
        } else if (entered) {
          break;
        }
        ea += stepXa;
        eb += stepXb;
        ec += stepXc;
        pixel++;
      }
      rowA += stepYa;
      rowB += stepYb;
      rowC += stepYc;
    }
  }

  /** 0 for a top or left edge, whose own points are inside; else -1. */
  private static int bias(int dx, int dy) {
    return dy < 0 || (dy == 0 && dx > 0) ? 0 : -1;
  }

  /** First pixel whose centre is at or after a coordinate. */
  private static int ceilPixel(int coordinate) {
    return (coordinate - HALF + ONE - 1) >> SUBPIXEL_BITS;
  }

  /** Last pixel whose centre is at or before a coordinate. */
  private static int floorPixel(int coordinate) {
    return (coordinate - HALF) >> SUBPIXEL_BITS;
  }
}
