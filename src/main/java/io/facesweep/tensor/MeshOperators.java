package io.facesweep.tensor;

/**
 * The differentiable formulas of a mesh renderer, each in one call: a call from Java costs more
 * than most of their steps do. Tensors are planar: one row a component, one column a vertex, a
 * triangle or a pixel. V counts vertices, T triangles, P pixels, Q pairs of pixels.
 */
public final class MeshOperators {
  private MeshOperators() {}

  /** Columns of [R, K] at int64 indices [I]: [R, I]. */
  public static Tensor columns(Tensor table, Tensor index) {
    return Torch.tensor("columns", table, index);
  }

  /**
   * Vectors at unit length.
   *
   * @param vectors [C, K]
   * @param epsilon added to squared lengths
   */
  public static Tensor normalise(Tensor vectors, double epsilon) {
    return Torch.tensor("normalise", vectors, epsilon);
  }

  /**
   * Unit sums of the adjacent triangles' normals, which are as long as the triangles are large.
   *
   * @param positions [3, V]
   * @param corners vertex indices, corner c of triangle t at c * T + t, int64 [3 * T]
   * @param epsilon added to squared lengths
   * @return [3, V]
   */
  public static Tensor vertexNormals(Tensor positions, Tensor corners, double epsilon) {
    return Torch.tensor("vertex_normals", positions, corners, epsilon);
  }

  /**
   * Points through affine maps. Not a matrix product, whose rounding may depend on the number of
   * views.
   *
   * @param points [3, N, V]
   * @param matrices columns of each view's [3, 4], [4, 3, N, 1]
   * @return [3, N, V]
   */
  public static Tensor project(Tensor points, Tensor matrices) {
    return Torch.tensor("project", points, matrices);
  }

  /**
   * The homogeneous edge functions of triangles.
   *
   * @param corners (x, y, w) in clip space, component, corner, triangle; [3, 3, T]
   * @param anchors a point on each triangle, [2, 1, T]
   * @param scales factors, [1, 1, T]
   * @return coefficients of (x - anchor, y - anchor, 1), by corner; [3, 3, T]
   */
  public static Tensor edgeFunctions(Tensor corners, Tensor anchors, Tensor scales) {
    return Torch.tensor("edge_functions", corners, anchors, scales);
  }

  /**
   * Corner values at pixels, perspective-correct.
   *
   * @param corners [C, 3, T]
   * @param edges of {@link #edgeFunctions}, [3, 3, T]
   * @param triangles of each pixel, int64 [P]
   * @param offsets (x - anchor, y - anchor, 1) of each pixel, [1, 3, P]
   * @return [C, P]
   */
  public static Tensor interpolate(Tensor corners, Tensor edges, Tensor triangles, Tensor offsets) {
    return Torch.tensor("interpolate", corners, edges, triangles, offsets);
  }

  /** Does what {@link #interpolate} does, up to a positive factor for each pixel. */
  public static Tensor interpolateDirection(
      Tensor corners, Tensor edges, Tensor triangles, Tensor offsets) {
    return Torch.tensor("interpolate_direction", corners, edges, triangles, offsets);
  }

  /**
   * Writes the values of some pixels over plain images.
   *
   * @param values [C, P]
   * @param background [C] or [N, C]
   * @param positions row * W + column of each pixel, int64 [P]
   * @param views view * H * W of each pixel, int64 [P]
   * @param count N
   * @param size H * W
   * @return [N, C, H * W]
   */
  public static Tensor unpack(
      Tensor values, Tensor background, Tensor positions, Tensor views, long count, long size) {
    return Torch.tensor("unpack_pixels", values, background, positions, views, count, size);
  }

  /**
   * How far beyond the middle between two pixels' centres an edge passes, in pixels.
   *
   * @param clip (x, y, w) of vertices, [3, V]
   * @param ends vertices of each pair's edge: starts, then ends; int64 [2 * Q]
   * @param frame scale and offset from normalised device coordinates to pixels, of x and y; [2, 2,
   *     1, 1]
   * @param pairs of each: 1 for vertical neighbours and 0 for horizontal ones; the coordinate of
   *     the line through both centres; that of the first centre on the line; 1 where the second
   *     centre has the greater one, else -1; [4, Q]
   * @return [Q]
   */
  public static Tensor silhouetteCrossings(Tensor clip, Tensor ends, Tensor frame, Tensor pairs) {
    return Torch.tensor("silhouette_crossings", clip, ends, frame, pairs);
  }

  /**
   * Adds {@code (inner - outer) * delta} to a pixel of each pair.
   *
   * @param image [N, C, H * W]
   * @param delta [Q]
   * @param near position of the inner pixels, int64 [Q]
   * @param far of the outer ones
   * @param target of those that change
   * @param views view * H * W of each pair, int64 [Q]
   */
  public static Tensor blendSilhouettes(
      Tensor image, Tensor delta, Tensor near, Tensor far, Tensor target, Tensor views) {
    return Torch.tensor("blend_silhouettes", image, delta, near, far, target, views);
  }

  /**
   * The polynomial of directions that a light is.
   *
   * @param monomials weight of each coefficient in the factors of 1, x, y, z, x^2, y^2, z^2, xy,
   *     yz, zx; [10, 9]
   * @param light [9, C]
   * @return the factors, [10, C]
   */
  public static Tensor lightPolynomial(Tensor monomials, Tensor light) {
    return Torch.tensor("light_polynomial", monomials, light);
  }

  /**
   * A quadratic polynomial of directions.
   *
   * @param polynomial factors of 1, x, y, z, x^2, y^2, z^2, xy, yz, zx; [10, C]
   * @param normals [3, P]
   * @return [C, P]
   */
  public static Tensor shadeDiffuse(Tensor polynomial, Tensor normals) {
    return Torch.tensor("shade_diffuse", polynomial, normals);
  }

  /**
   * Bilinear lookup; beyond the texture its border goes on.
   *
   * @param texture [1, C, H, W], row 0 on top
   * @param u [1, P], 0 to 1 from left to right
   * @param v [1, P], 0 to 1 from the bottom up
   * @return [C, P]
   */
  public static Tensor sampleTexture(Tensor texture, Tensor u, Tensor v) {
    return Torch.tensor("sample_texture", texture, u, v);
  }
}
