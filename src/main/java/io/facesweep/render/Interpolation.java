package io.facesweep.render;

import io.facesweep.tensor.MeshOperators;
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
    this.edges = MeshOperators.edgeFunctions(corners(clip), surface.anchors(), surface.scales());
  }

  /** Values of vertices [C, N * V] at the corners of the visible triangles: [C, 3, T]. */
  Tensor corners(Tensor vertexValues) {
    long channels = vertexValues.shape(0);
    return MeshOperators.columns(vertexValues, surface.cornerVertices())
        .reshape(channels, 3, surface.triangles().length);
  }

  /** Corner values [C, 3, T] at the pixels, [C, P]. */
  Tensor interpolate(Tensor cornerValues) {
    return MeshOperators.interpolate(
        cornerValues, edges, surface.pixelTriangles(), surface.pixelOffsets());
  }

  /**
   * Corner values [C, 3, T] at the pixels up to a positive factor for each pixel, [C, P]: enough
   * for what is normalised later.
   */
  Tensor interpolateDirection(Tensor cornerValues) {
    return MeshOperators.interpolateDirection(
        cornerValues, edges, surface.pixelTriangles(), surface.pixelOffsets());
  }
}
