package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.mesh.TextureLayout;
import io.facesweep.mesh.TriangleMesh;
import org.junit.jupiter.api.Test;

class IctAtlasTest {
  private static final int FACE = 0;
  private static final int EYE = 21_500;
  private static final int EYE_RIM = 24_700;

  @Test
  void theFaceIsAboveTheHead() {
    float[] face = corner(FACE, 1, 0.5f, 0.5f);
    assertThat(face[0]).isCloseTo(0.5f, within(1e-6f));
    assertThat(face[1]).isGreaterThan(0.5f);
    float[] head = corner(FACE, 1, 1.5f, 0.5f);
    assertThat(head[0]).isCloseTo(0.5f, within(1e-6f));
    assertThat(head[1]).isLessThan(0.5f);
  }

  @Test
  void eyesGoToTheirSideAsTheyAre() {
    float[] right = corner(EYE, 1, 0.25f, 0.5f);
    float[] left = corner(EYE, -1, 0.75f, 0.5f);
    assertThat(right[0]).isCloseTo(0.84f, within(1e-6f));
    assertThat(left[0]).isCloseTo(1 - right[0], within(1e-6f));
    assertThat(left[1]).isEqualTo(right[1]);
  }

  @Test
  void rimsOfEyesGoToTheirSideMirrored() {
    float[] right = corner(EYE_RIM, 1, 4.25f, 0.5f);
    float[] left = corner(EYE_RIM, -1, 5.25f, 0.5f);
    assertThat(left[0]).isCloseTo(1 - right[0], within(1e-6f));
    assertThat(right[0]).isGreaterThan(0.5f);
  }

  @Test
  void coordinatesOfOneTextureStayAsTheyAre() {
    TriangleMesh mesh = mesh(FACE, 1, 0.25f, 0.5f);
    TriangleMesh inOne =
        new TriangleMesh(
            mesh.vertices(),
            mesh.faces(),
            new float[] {0.25f, 0.5f, 1, 0, 1, 1},
            new int[] {0, 0, 0, 1, 2, 1});
    assertThat(IctAtlas.pack(inOne)).isSameAs(inOne);
  }

  @Test
  void refusesTilesThatTheModelDoesNotHave() {
    assertThatThrownBy(() -> corner(FACE, 1, 7.5f, 0.5f))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "face 0 has its texture in tile 7 (expected 0 to 6, as ICT-FaceKit is published)");
  }

  /** Where the first triangle's corners are, which all have the same texture coordinate. */
  private static float[] corner(int vertex, float x, float u, float v) {
    TriangleMesh packed = IctAtlas.pack(mesh(vertex, x, u, v));
    assertThat(TextureLayout.liesInOneTexture(packed)).isTrue();
    int first = packed.textureFaces()[0];
    float[] uvs = packed.textureCoordinates();
    return new float[] {uvs[2 * first], uvs[2 * first + 1]};
  }

  /** A triangle at that vertex, and one in the second tile. */
  private static TriangleMesh mesh(int vertex, float x, float u, float v) {
    float[] vertices = new float[3 * 26_719];
    for (int i = vertex; i < vertex + 3; i++) {
      vertices[3 * i] = x;
    }
    int[] faces = {vertex, vertex + 1, vertex + 2, 3, 4, 5};
    return new TriangleMesh(
        vertices, faces, new float[] {u, v, 1, 0, 2, 1}, new int[] {0, 0, 0, 1, 2, 1});
  }
}
