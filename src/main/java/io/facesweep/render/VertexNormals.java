package io.facesweep.render;

import io.facesweep.tensor.Tensor;

/**
 * Smooth vertex normals: the mean of the adjacent triangles' normals, weighted by area.
 * Differentiable.
 */
public final class VertexNormals {
  /**
   * Added to squared lengths, so that a vertex of no area has the normal 0 and a finite gradient.
   */
  private static final double EPSILON = 1e-24;

  private VertexNormals() {}

  /**
   * @param positions [3, V]
   * @param corners vertex indices, corner c of triangle t at c * F + t, int64 [3 * F]
   * @return unit normals [3, V]; 0 where a vertex has no triangle or only such without area
   */
  public static Tensor of(Tensor positions, Tensor corners) {
    long faces = corners.shape(0) / 3;
    Tensor points = Interpolation.columns(positions, corners).reshape(3, 3, faces);
    Tensor origin = points.select(1, 0);
    Tensor normals = cross(points.select(1, 1).sub(origin), points.select(1, 2).sub(origin));
    Tensor atCorners = normals.unsqueeze(1).expand(3, 3, faces).reshape(3, 3 * faces);
    Tensor sums =
        positions.zerosLike().scatterAdd(1, corners.unsqueeze(0).expand(3, 3 * faces), atCorners);
    return normalise(sums, EPSILON);
  }

  /** Columns of [3, K] at unit length. */
  static Tensor normalise(Tensor vectors, double epsilon) {
    return vectors.mul(vectors.square().sumKeep(0).add(epsilon).rsqrt());
  }

  /** Cross product along the first axis of [3, ...]. */
  private static Tensor cross(Tensor a, Tensor b) {
    return a.roll(-1, 0).mul(b.roll(-2, 0)).sub(a.roll(-2, 0).mul(b.roll(-1, 0)));
  }
}
