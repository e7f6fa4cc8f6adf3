package io.facesweep.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** PLY and STL, byte by byte as their formats are described. */
final class PlainMeshFilesTest {
  private static final float[] VERTICES = {0, 0, 0, 2, 0, 0, 0, 2, 0};
  private static final TriangleMesh PLAIN =
      new TriangleMesh(VERTICES, new int[] {0, 1, 2}, new float[0], new int[0]);

  /** Both sides of a triangle; the second has its own coordinate at vertex 0. */
  private static final TriangleMesh TEXTURED =
      new TriangleMesh(
          VERTICES,
          new int[] {0, 1, 2, 0, 2, 1},
          new float[] {0, 0, 1, 0, 0, 1, 0.5f, 0.25f},
          new int[] {0, 1, 2, 3, 2, 1});

  @Test
  void stlHasTrianglesWithNormals() {
    ByteBuffer file = ByteBuffer.wrap(StlFile.of(PLAIN)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.capacity()).isEqualTo(84 + 50);
    assertThat(file.getInt(80)).isEqualTo(1);
    float[] values = new float[12];
    file.position(84);
    file.asFloatBuffer().get(values);
    assertThat(values).containsExactly(0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0);
  }

  @Test
  void aTriangleWithoutAreaHasNoNormal() {
    TriangleMesh flat =
        new TriangleMesh(new float[9], new int[] {0, 1, 2}, new float[0], new int[0]);
    assertThat(StlFile.of(flat)).endsWith(new byte[50]);
  }

  @Test
  void plySplitsVerticesWhereTheTextureIs() {
    byte[] bytes = PlyFile.of(TEXTURED);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String end = "end_header\n";
    String header = text.substring(0, text.indexOf(end) + end.length());
    assertThat(header)
        .isEqualTo(
            """
            ply
            format binary_little_endian 1.0
            comment FaceSweep
            element vertex 4
            property float x
            property float y
            property float z
            property float nx
            property float ny
            property float nz
            property float s
            property float t
            element face 2
            property list uchar int vertex_indices
            end_header
            """);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = header.length();
    assertThat(bytes).hasSize(start + 4 * 32 + 2 * 13);
    assertThat(data.getFloat(start + 32)).isEqualTo(2);
    assertThat(data.getFloat(start + 3 * 32 + 24)).isCloseTo(0.5f, within(0f));
    assertThat(data.getFloat(start + 3 * 32 + 28)).isCloseTo(0.25f, within(0f));
    int faces = start + 4 * 32;
    assertThat(bytes[faces]).isEqualTo((byte) 3);
    assertThat(data.getInt(faces + 13 + 1)).isEqualTo(3);
    assertThat(data.getInt(faces + 13 + 5)).isEqualTo(2);
    assertThat(data.getInt(faces + 13 + 9)).isEqualTo(1);
  }

  @Test
  void plyOfAPlainMeshHasNoTexture() {
    String text = new String(PlyFile.of(PLAIN), StandardCharsets.ISO_8859_1);
    assertThat(text).contains("element vertex 3\n").doesNotContain("property float s");
  }
}
