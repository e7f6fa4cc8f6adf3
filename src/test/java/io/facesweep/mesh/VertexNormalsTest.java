package io.facesweep.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class VertexNormalsTest {
  @Test
  void weighsFacesByArea() {
    // A corner of a box: one face of area 2 looks along +Z, one of area 1/2 along +X.
    TriangleMesh mesh =
        mesh(new float[] {0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 1}, 0, 1, 2, 0, 3, 4);
    float[] normals = VertexNormals.of(mesh);
    double length = Math.hypot(4, 1);
    assertThat(normals[0]).isCloseTo((float) (1 / length), within(1e-6f));
    assertThat(normals[1]).isZero();
    assertThat(normals[2]).isCloseTo((float) (4 / length), within(1e-6f));
    assertThat(normals[5]).isEqualTo(1);
  }

  @Test
  void areZeroWhereNoFaceHasArea() {
    TriangleMesh mesh = mesh(new float[] {0, 0, 0, 1, 0, 0, 2, 0, 0}, 0, 1, 2);
    assertThat(VertexNormals.of(mesh)).containsOnly(0f);
  }

  @Test
  void countsTrianglesWithoutArea() {
    TriangleMesh mesh =
        mesh(
            new float[] {0, 0, 0, 0.1f, 0.1f, 0.1f, 0.3f, 0.3f, 0.3f, 0, 1, 0},
            0,
            1,
            2,
            0,
            0,
            3,
            0,
            1,
            3);
    assertThat(FaceAreas.zeroCount(mesh)).isEqualTo(2);
    assertThat(FaceAreas.of(mesh)[2]).isCloseTo((float) (Math.sqrt(0.02) / 2), within(1e-6f));
  }

  private static TriangleMesh mesh(float[] vertices, int... faces) {
    return new TriangleMesh(vertices, faces, new float[0], new int[0]);
  }
}
