package io.facesweep.render;

import java.util.Arrays;

/**
 * The edges of a mesh and the one or two triangles at each. An edge of more than two triangles
 * stands once for every two of them and, of an odd number, once more as a border.
 */
final class MeshEdges {
  /** Second triangle of an edge at the mesh's border. */
  static final int BORDER = -1;

  private final int[] firstCorner;
  private final int[] secondTriangle;
  private final int[] faces;

  /**
   * @param faces vertex indices [F, 3]
   */
  MeshEdges(int[] faces) {
    this.faces = faces;
    long[] halves = new long[faces.length];
    for (int corner = 0; corner < faces.length; corner++) {
      int a = faces[corner];
      int b = faces[next(corner)];
      halves[corner] = ((long) Math.min(a, b) << 32) | Math.max(a, b);
    }
    int[] order = sortedOrder(halves);
    int[] corners = new int[faces.length];
    int[] seconds = new int[faces.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      corners[count] = order[i];
      boolean shared = i + 1 < order.length && halves[order[i]] == halves[order[i + 1]];
      seconds[count++] = shared ? order[i + 1] / 3 : BORDER;
      i += shared ? 1 : 0;
    }
    this.firstCorner = Arrays.copyOf(corners, count);
    this.secondTriangle = Arrays.copyOf(seconds, count);
  }

  int count() {
    return firstCorner.length;
  }

  int firstTriangle(int edge) {
    return firstCorner[edge] / 3;
  }

  /** The other triangle, or {@link #BORDER}. */
  int secondTriangle(int edge) {
    return secondTriangle[edge];
  }

  int start(int edge) {
    return faces[firstCorner[edge]];
  }

  int end(int edge) {
    return faces[next(firstCorner[edge])];
  }

  /** The vertex of a triangle of this edge that is not on it. */
  int opposite(int edge, int triangle) {
    for (int corner = 3 * triangle; corner < 3 * triangle + 2; corner++) {
      if (faces[corner] != start(edge) && faces[corner] != end(edge)) {
        return faces[corner];
      }
    }
    return faces[3 * triangle + 2];
  }

  private static int next(int corner) {
    return corner % 3 == 2 ? corner - 2 : corner + 1;
  }

  private static int[] sortedOrder(long[] keys) {
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(keys[a], keys[b]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
