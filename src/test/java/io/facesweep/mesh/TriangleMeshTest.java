package io.facesweep.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TriangleMeshTest {
  private static final float[] CORNERS = {0, 0, 0, 1, 0, 0, 0, 1, 0};
  private static final int[] FACE = {0, 1, 2};
  private static final float[] UVS = {0, 0, 1, 0, 0, 1};

  @Test
  void countsWhatItHolds() {
    TriangleMesh mesh = new TriangleMesh(CORNERS, FACE, UVS, FACE);
    assertThat(mesh.vertexCount()).isEqualTo(3);
    assertThat(mesh.faceCount()).isEqualTo(1);
    assertThat(mesh.isTextured()).isTrue();
  }

  @Test
  void keepsTopologyWhenVerticesMove() {
    float[] moved = {0, 0, 1, 1, 0, 1, 0, 1, 1};
    TriangleMesh mesh = new TriangleMesh(CORNERS, FACE, UVS, FACE).withVertices(moved);
    assertThat(mesh.vertices()).isSameAs(moved);
    assertThat(mesh.textureFaces()).isSameAs(FACE);
  }

  @Test
  void refusesPositionsOfAnotherCount() {
    TriangleMesh mesh = new TriangleMesh(CORNERS, FACE, UVS, FACE);
    assertThatThrownBy(() -> mesh.withVertices(new float[3]))
        .hasMessage("Invalid positions: 3 values (expected 9, three a vertex)");
  }

  @Test
  void refusesIndicesOutOfRange() {
    assertRefused(
        CORNERS,
        new int[] {0, 1, 3},
        UVS,
        FACE,
        "Invalid face 0: vertex index 3 (expected 0 to 2)");
    assertRefused(
        CORNERS,
        FACE,
        UVS,
        new int[] {0, -1, 2},
        "Invalid face 0: texture index -1 (expected 0 to 2)");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    assertRefused(
        new float[] {0, 0, 0, 1, Float.NaN, 0, 0, 1, 0},
        FACE,
        UVS,
        FACE,
        "Invalid vertex 1: NaN (expected finite values)");
    assertRefused(
        CORNERS,
        FACE,
        new float[] {0, 0, 1, 0, Float.POSITIVE_INFINITY, 1},
        FACE,
        "Invalid texture coordinate 2: Infinity (expected finite values)");
  }

  @Test
  void refusesArraysOfOddLength() {
    assertRefused(
        new float[4], FACE, UVS, FACE, "Invalid vertices: 4 values (expected a multiple of 3)");
    assertRefused(
        CORNERS, new int[2], UVS, FACE, "Invalid faces: 2 values (expected a multiple of 3)");
    assertRefused(
        CORNERS,
        FACE,
        new float[3],
        FACE,
        "Invalid texture coordinates: 3 values (expected a multiple of 2)");
    assertRefused(
        CORNERS,
        FACE,
        UVS,
        new int[6],
        "Invalid texture faces: 6 indices (expected 3, as many as the faces have, or none without texture coordinates)");
  }

  private static void assertRefused(
      float[] vertices, int[] faces, float[] uvs, int[] uvFaces, String message) {
    assertThatThrownBy(() -> new TriangleMesh(vertices, faces, uvs, uvFaces))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
