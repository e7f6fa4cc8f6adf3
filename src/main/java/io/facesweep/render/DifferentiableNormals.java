package io.facesweep.render;

import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;

/**
 * Smooth vertex normals: the mean of the adjacent triangles' normals, weighted by area.
 * Differentiable.
 */
public final class DifferentiableNormals {
  /**
   * Added to squared lengths, so that a vertex of no area has the normal 0 and a finite gradient.
   */
  private static final double EPSILON = 1e-24;

  private DifferentiableNormals() {}

  /**
   * @param positions [3, V]
   * @param corners vertex indices, corner c of triangle t at c * F + t, int64 [3 * F]
   * @return unit normals [3, V]; 0 where a vertex has no triangle or only such without area
   */
  public static Tensor of(Tensor positions, Tensor corners) {
    return MeshOperators.vertexNormals(positions, corners, EPSILON);
  }
}
