package io.facesweep.render;

import java.util.List;

/**
 * What the rasterizer found: for each pixel of each view the nearest triangle, its depth and the
 * place on it. Immutable: the arrays are the fragments' own and must not be written to.
 *
 * <p>Pixels are row-major with row 0 on top; a pixel stands for its centre.
 */
public final class Fragments {
  /** The triangle id of a pixel that shows no triangle. */
  public static final int BACKGROUND = -1;

  private final List<ClipMesh> meshes;
  private final int height;
  private final int width;
  private final int[] triangleIds;
  private final float[] inverseDepths;
  private final int[] degenerate;

  Fragments(
      List<ClipMesh> meshes,
      int height,
      int width,
      int[] triangleIds,
      float[] inverseDepths,
      int[] degenerate) {
    this.meshes = meshes;
    this.height = height;
    this.width = width;
    this.triangleIds = triangleIds;
    this.inverseDepths = inverseDepths;
    this.degenerate = degenerate;
  }

  public int views() {
    return meshes.size();
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** The mesh of a view, in clip space. */
  public ClipMesh mesh(int view) {
    return meshes.get(view);
  }

  /**
   * Triangle index into the view's own faces, [N, H, W], {@link #BACKGROUND} where there is none.
   * Not a copy.
   */
  public int[] triangleIds() {
    return triangleIds;
  }

  /**
   * 1 / depth, [N, H, W], in 1 / world units; the background is 0, so that greater is nearer. Not a
   * copy.
   */
  public float[] inverseDepths() {
    return inverseDepths;
  }

  /**
   * Triangles of a view that cover no area in the image: with repeated or collinear vertices, or
   * seen exactly from their edge. They are not drawn.
   */
  public int degenerateTriangles(int view) {
    return degenerate[view];
  }

  /** Distance along the line of sight, [N, H, W], world units; the background is 0. A new array. */
  public float[] depths() {
    float[] depths = new float[inverseDepths.length];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = triangleIds[i] == BACKGROUND ? 0 : 1 / inverseDepths[i];
    }
    return depths;
  }

  /**
   * Perspective-correct weights of the triangle's first and second vertex, [N, H, W, 2]; the
   * third's is 1 minus both. The background is 0. A new array.
   */
  public float[] barycentrics() {
    float[] result = new float[2 * triangleIds.length];
    for (int pixel = 0; pixel < triangleIds.length; pixel++) {
      int triangle = triangleIds[pixel];
      if (triangle != BACKGROUND) {
        int inView = pixel % (height * width);
        double x = (2 * (inView % width) + 1.0) / width - 1;
        double y = 1 - (2 * (inView / width) + 1.0) / height;
        ClipMesh mesh = meshes.get(pixel / (height * width));
        barycentric(mesh, triangle, x, y, result, 2 * pixel);
      }
    }
    return result;
  }

  /**
   * Homogeneous edge functions at the normalised device position (x, y). Source: Laine et al. 2020,
   * arXiv 2011.03277, section 3.3.
   */
  private static void barycentric(
      ClipMesh mesh, int triangle, double x, double y, float[] result, int at) {
    double[] px = new double[3];
    double[] py = new double[3];
    for (int corner = 0; corner < 3; corner++) {
      int v = 3 * mesh.faces()[3 * triangle + corner];
      px[corner] = mesh.clip()[v] - x * mesh.clip()[v + 2];
      py[corner] = mesh.clip()[v + 1] - y * mesh.clip()[v + 2];
    }
    double first = px[1] * py[2] - px[2] * py[1];
    double second = px[2] * py[0] - px[0] * py[2];
    double sum = first + second + px[0] * py[1] - px[1] * py[0];
    result[at] = (float) (first / sum);
    result[at + 1] = (float) (second / sum);
  }
}
