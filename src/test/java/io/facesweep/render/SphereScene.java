package io.facesweep.render;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;

/**
 * A unit sphere with poles on the Y axis, textured by longitude and latitude, and a smooth basis of
 * bumps: the mesh of tests and benchmarks, at any number of triangles.
 *
 * <p>u grows eastward from 0 at the back (-Z), 0.5 is the front (+Z); v is 0 at the south pole and
 * 1 at the north pole.
 */
public final class SphereScene {
  private final int rings;
  private final int segments;
  private final float[] vertices;
  private final MeshTopology topology;

  /**
   * @param rings bands from pole to pole, at least 2
   * @param segments sectors around, at least 3; the mesh has 2 * segments * (rings - 1) triangles
   */
  public SphereScene(int rings, int segments) {
    this.rings = rings;
    this.segments = segments;
    this.vertices = positions();
    int[] faces = new int[6 * segments * (rings - 1)];
    float[] uvs = new float[2 * faces.length];
    int at = 0;
    for (int ring = 0; ring < rings; ring++) {
      for (int segment = 0; segment < segments; segment++) {
        int[][] quad = {
          {ring, segment}, {ring + 1, segment}, {ring + 1, segment + 1}, {ring, segment + 1}
        };
        if (ring + 1 < rings) {
          at = addFace(faces, uvs, at, quad[0], quad[1], quad[2]);
        }
        if (ring > 0) {
          at = addFace(faces, uvs, at, quad[0], quad[2], quad[3]);
        }
      }
    }
    this.topology = new MeshTopology(vertices.length / 3, faces, uvs);
  }

  public MeshTopology topology() {
    return topology;
  }

  /** Unit sphere, [V, 3]. Not a copy. */
  public float[] vertices() {
    return vertices;
  }

  /** Unit sphere, [1, V, 3]. */
  public Tensor mesh() {
    return Tensor.of(vertices, 1, vertices.length / 3, 3);
  }

  /**
   * Smooth radial bumps, [count, 3 * V]: component k adds about {@code size * cos(frequency .
   * position + phase)} along the normal, with frequencies that grow with k.
   */
  public float[] bumps(int count, double size) {
    float[] basis = new float[count * vertices.length];
    for (int k = 0; k < count; k++) {
      double x = 1.3 + 0.9 * ((k * 7) % 5);
      double y = 0.8 + 0.7 * ((k * 3) % 7);
      double z = 0.5 + 0.6 * ((k * 5) % 6);
      for (int v = 0; v < vertices.length; v += 3) {
        double wave =
            Math.cos(x * vertices[v] + y * vertices[v + 1] + z * vertices[v + 2] + 1.7 * k);
        for (int i = 0; i < 3; i++) {
          basis[k * vertices.length + v + i] = (float) (size * wave * vertices[v + i]);
        }
      }
    }
    return basis;
  }

  /**
   * The sphere deformed by coefficients [count] of {@link #bumps}: [1, V, 3], in the coefficients'
   * type.
   */
  public Tensor deformed(Tensor coefficients, double size) {
    int count = (int) coefficients.shape(0);
    Tensor basis = Tensor.of(bumps(count, size), count, vertices.length).like(coefficients);
    return Tensor.of(vertices, 1, vertices.length)
        .like(coefficients)
        .add(coefficients.reshape(1, count).matmul(basis))
        .reshape(1, vertices.length / 3, 3);
  }

  /** Smoothly varying weights of a loss, [N, C, H, W], float64. */
  static Tensor weights(long... shape) {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    float[] values = new float[(int) size];
    long width = shape[shape.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sin(0.11 * (i % width)) + Math.cos(0.17 * (i / width) + 0.4));
    }
    return Tensor.of(values, shape).to(DType.FLOAT64);
  }

  private float[] positions() {
    float[] result = new float[3 * (2 + (rings - 1) * segments)];
    for (int ring = 1; ring < rings; ring++) {
      double polar = Math.PI * ring / rings;
      for (int segment = 0; segment < segments; segment++) {
        double longitude = 2 * Math.PI * segment / segments - Math.PI;
        int at = 3 * index(ring, segment);
        result[at] = (float) (Math.sin(polar) * Math.sin(longitude));
        result[at + 1] = (float) Math.cos(polar);
        result[at + 2] = (float) (Math.sin(polar) * Math.cos(longitude));
      }
    }
    result[1] = 1;
    result[result.length - 2] = -1;
    return result;
  }

  private int index(int ring, int segment) {
    if (ring == 0) {
      return 0;
    }
    return ring == rings
        ? 1 + (rings - 1) * segments
        : 1 + (ring - 1) * segments + segment % segments;
  }

  private int addFace(int[] faces, float[] uvs, int at, int[]... corners) {
    boolean northPole = corners[0][0] == 0;
    boolean southPole = corners[1][0] == rings && corners[2][0] != rings;
    for (int i = 0; i < 3; i++) {
      faces[at + i] = index(corners[i][0], corners[i][1]);
      boolean pole = (northPole && i == 0) || (southPole && i == 1);
      double segment = pole ? corners[2][1] - 0.5 : corners[i][1];
      uvs[2 * (at + i)] = (float) (segment / segments);
      uvs[2 * (at + i) + 1] = 1 - (float) corners[i][0] / rings;
    }
    return at + 3;
  }
}
