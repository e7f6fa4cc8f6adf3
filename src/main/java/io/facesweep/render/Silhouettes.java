package io.facesweep.render;

import java.util.Arrays;

/**
 * Finds in one view the pairs of neighbouring pixels between whose centres a visible silhouette
 * edge passes: the places where antialiasing blends. Plain Java on arrays; nothing is
 * differentiated here.
 *
 * <p>A silhouette edge borders one triangle, or two of which one faces the camera and the other
 * does not. As in Laine et al. 2020 (arXiv 2011.03277, section 3.5) an edge that is nearer to the
 * vertical is looked for between horizontal neighbours, and else between vertical ones. Unlike
 * there, pairs are found by walking the edges and not by looking at the pixels' own triangles, so
 * that edges of triangles smaller than a pixel are found too. Immutable once made.
 */
final class Silhouettes {
  private final int height;
  private final int width;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] nearPixels = new int[256];
  private int[] farPixels = new int[256];
  private float[] vertical = new float[256];
  private float[] crossings = new float[256];
  private double[] inverses = new double[256];
  private int count;

  /**
   * @param view of the fragments
   * @param edges of its mesh
   */
  Silhouettes(Fragments fragments, int view, MeshEdges edges) {
    this.height = fragments.height();
    this.width = fragments.width();
    View seen =
        new View(fragments, view * height * width, fragments.mesh(view).clip(), new PairTable());
    double[] orientations = orientations(fragments.mesh(view));
    for (int edge = 0; edge < edges.count(); edge++) {
      int first = edges.firstTriangle(edge);
      int second = edges.secondTriangle(edge);
      boolean border = second == MeshEdges.BORDER;
      if (border || orientations[first] > 0 != orientations[second] > 0) {
        boolean other = !border && Math.abs(orientations[second]) > Math.abs(orientations[first]);
        int opposite = edges.opposite(edge, other ? second : first);
        addEdge(seen, edges.start(edge), edges.end(edge), opposite);
      }
    }
    resize(count);
  }

  /**
   * What is looked at.
   *
   * @param origin of the view's pixels
   * @param clip its vertices
   * @param pairs that were found
   */
  private record View(Fragments fragments, int origin, float[] clip, PairTable pairs) {}

  /** Number of pairs, Q. */
  int count() {
    return count;
  }

  /** Vertex at which the edge of a pair starts. */
  int start(int pair) {
    return starts[pair];
  }

  /** Vertex at which the edge of a pair ends. */
  int end(int pair) {
    return ends[pair];
  }

  /** row * W + column of the pixel on the edge's inner side. */
  int near(int pair) {
    return nearPixels[pair];
  }

  /** row * W + column of the pixel on the outer side. */
  int far(int pair) {
    return farPixels[pair];
  }

  /** 1 for vertical neighbours, 0 for horizontal ones. */
  float vertical(int pair) {
    return vertical[pair];
  }

  /** How far from the inner pixel's centre to the outer one's the edge passes, in [0, 1]. */
  float crossing(int pair) {
    return crossings[pair];
  }

  /** Returns how many bytes it takes, about. */
  long bytes() {
    return 8L * Integer.BYTES * starts.length;
  }

  /**
   * Signed volume that each triangle spans with the camera's centre: positive when it faces the
   * camera, [F].
   */
  private static double[] orientations(ClipMesh mesh) {
    float[] p = mesh.clip();
    int[] faces = mesh.faces();
    double[] volumes = new double[faces.length / 3];
    for (int t = 0, face = 0; face < faces.length; t++, face += 3) {
      int a = 3 * faces[face];
      int b = 3 * faces[face + 1];
      int c = 3 * faces[face + 2];
      volumes[t] =
          (double) p[a] * ((double) p[b + 1] * p[c + 2] - (double) p[b + 2] * p[c + 1])
              - (double) p[a + 1] * ((double) p[b] * p[c + 2] - (double) p[b + 2] * p[c])
              + (double) p[a + 2] * ((double) p[b] * p[c + 1] - (double) p[b + 1] * p[c]);
    }
    return volumes;
  }

  /**
   * Walks an edge over the rows or columns of pixel centres that it crosses. An edge that reaches
   * behind the near plane is left out.
   */
  private void addEdge(View view, int start, int end, int opposite) {
    float[] clip = view.clip;
    double startW = clip[3 * start + 2];
    double endW = clip[3 * end + 2];
    double oppositeW = clip[3 * opposite + 2];
    if (startW < Camera.NEAR || endW < Camera.NEAR || oppositeW < Camera.NEAR) {
      return;
    }
    double x1 = pixelX(clip, start);
    double y1 = pixelY(clip, start);
    double dx = pixelX(clip, end) - x1;
    double dy = pixelY(clip, end) - y1;
    double side = (pixelX(clip, opposite) - x1) * dy - (pixelY(clip, opposite) - y1) * dx;
    boolean steep = Math.abs(dy) >= Math.abs(dx);
    // Across: the axis between the two pixels. Along: the axis that the edge is walked by.
    double along = steep ? y1 : x1;
    double across = steep ? x1 : y1;
    double alongStep = steep ? dy : dx;
    double acrossStep = steep ? dx : dy;
    if (alongStep == 0) {
      return;
    }
    boolean innerIsGreater = steep ? side * dy > 0 : side * dx < 0;
    int limit = steep ? height : width;
    int from = (int) Math.max(0, Math.ceil(Math.min(along, along + alongStep) - 0.5));
    int to = (int) Math.min(limit, Math.ceil(Math.max(along, along + alongStep) - 0.5));
    for (int line = from; line < to; line++) {
      double fraction = (line + 0.5 - along) / alongStep;
      double crossing = across + fraction * acrossStep - 0.5;
      double lower = Math.floor(crossing);
      if (lower < 0 || lower + 1 >= (steep ? width : height)) {
        continue;
      }
      int before = steep ? line * width + (int) lower : (int) lower * width + line;
      int after = before + (steep ? 1 : width);
      double distance = innerIsGreater ? lower + 1 - crossing : crossing - lower;
      double inverse = (1 - fraction) / startW + fraction / endW;
      int near = innerIsGreater ? after : before;
      int far = innerIsGreater ? before : after;
      int slot = slot(view, near, far, steep, inverse);
      if (slot >= 0) {
        starts[slot] = start;
        ends[slot] = end;
        nearPixels[slot] = near;
        farPixels[slot] = far;
        vertical[slot] = steep ? 0 : 1;
        crossings[slot] = (float) distance;
        inverses[slot] = inverse;
      }
    }
  }

  /**
   * Returns where to store a pair, or -1 if its edge is not visible: the inner pixel must show
   * something nearer than the outer one, the edge must lie before what the outer one shows, and of
   * several edges between the same pixels the nearest counts.
   */
  private int slot(View view, int near, int far, boolean steep, double inverse) {
    int[] ids = view.fragments.triangleIds();
    float nearInverse = view.fragments.inverseDepths()[view.origin + near];
    float farInverse = view.fragments.inverseDepths()[view.origin + far];
    if (nearInverse <= farInverse
        || inverse <= farInverse
        || ids[view.origin + near] == ids[view.origin + far]) {
      return -1;
    }
    int key = 2 * Math.min(near, far) + (steep ? 0 : 1);
    int known = view.pairs.find(key, count);
    if (known < count) {
      return inverse > inverses[known] ? known : -1;
    }
    if (count == starts.length) {
      resize(2 * count);
    }
    return count++;
  }

  private void resize(int size) {
    starts = Arrays.copyOf(starts, size);
    ends = Arrays.copyOf(ends, size);
    nearPixels = Arrays.copyOf(nearPixels, size);
    farPixels = Arrays.copyOf(farPixels, size);
    vertical = Arrays.copyOf(vertical, size);
    crossings = Arrays.copyOf(crossings, size);
    inverses = Arrays.copyOf(inverses, size);
  }

  private double pixelX(float[] clip, int vertex) {
    return (clip[3 * vertex] / (double) clip[3 * vertex + 2] + 1) * 0.5 * width;
  }

  private double pixelY(float[] clip, int vertex) {
    return (1 - clip[3 * vertex + 1] / (double) clip[3 * vertex + 2]) * 0.5 * height;
  }
}
