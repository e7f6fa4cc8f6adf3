package io.facesweep.render;

import io.facesweep.tensor.Tensor;

/**
 * Attributes of corners at pixels, perspective-correct and differentiable with respect to both
 * attributes and vertex positions.
 *
 * <p>With corners V_i = (x_i, y_i, w_i) of clip space, the barycentric weights at a pixel d = (x,
 * y, 1) are a_i / sum(a), where a_i = (V_j x V_k) . d (Laine et al. 2020, arXiv 2011.03277, section
 * 3.3). The a_i are linear in d, so each visible triangle is set up once, relative to a point on it
 * for accuracy, and each pixel takes one gather and one product.
 */
final class Interpolation {
  private final VisibleSurface surface;

  /** Edge functions of each triangle: coefficient of d's component, corner, triangle; [3, 3, T]. */
  private final Tensor edges;

  /**
   * @param clip (x, y, w) of all views' vertices, [3, N * V]
   */
  Interpolation(VisibleSurface surface, Tensor clip) {
    this.surface = surface;
    Tensor corners = corners(clip); // [3, 3, T]: component, corner, triangle
    Tensor depth = corners.slice(0, 2, 3);
    Tensor place = corners.slice(0, 0, 2).sub(surface.anchors().mul(depth));
    Tensor v = Tensor.cat(0, place, depth);
    Tensor second = v.roll(-1, 1);
    Tensor third = v.roll(-2, 1);
    this.edges =
        second
            .roll(-1, 0)
            .mul(third.roll(-2, 0))
            .sub(second.roll(-2, 0).mul(third.roll(-1, 0)))
            .mul(surface.scales());
  }

  /** Values of vertices [C, N * V] at the corners of the visible triangles: [C, 3, T]. */
  Tensor corners(Tensor vertexValues) {
    long channels = vertexValues.shape(0);
    return columns(vertexValues, surface.cornerVertices())
        .reshape(channels, 3, surface.triangles().length);
  }

  /** Corner values [C, 3, T] at the pixels, [C, P]. */
  Tensor interpolate(Tensor cornerValues) {
    long channels = cornerValues.shape(0);
    Tensor all = atPixels(Tensor.cat(0, weighted(cornerValues), weights()));
    return all.slice(0, 0, channels).div(all.slice(0, channels, channels + 1));
  }

  /**
   * Corner values [C, 3, T] at the pixels up to a positive factor for each pixel, [C, P]: enough
   * for what is normalised later.
   */
  Tensor interpolateDirection(Tensor cornerValues) {
    return atPixels(weighted(cornerValues));
  }

  /** [C, 3, T]: value times edge function, summed over the corners, by component of d. */
  private Tensor weighted(Tensor cornerValues) {
    return cornerValues.unsqueeze(1).mul(edges.unsqueeze(0)).sum(2);
  }

  /** The edge functions' sum, [1, 3, T]. */
  private Tensor weights() {
    return edges.sum(1).unsqueeze(0);
  }

  /** Functions [C, 3, T] that are linear in d, at the pixels: [C, P]. */
  private Tensor atPixels(Tensor functions) {
    long channels = functions.shape(0);
    Tensor gathered =
        columns(
                functions.reshape(3 * channels, surface.triangles().length),
                surface.pixelTriangles())
            .reshape(channels, 3, surface.pixelCount());
    return gathered.mul(surface.pixelOffsets()).sum(1);
  }

  /** Columns of [R, K] at int64 indices [I]: [R, I]. */
  static Tensor columns(Tensor table, Tensor index) {
    return table.gather(1, index.unsqueeze(0).expand(table.shape(0), index.shape(0)));
  }
}
