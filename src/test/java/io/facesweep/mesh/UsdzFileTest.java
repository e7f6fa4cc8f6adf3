package io.facesweep.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** USDZ, its archive byte by byte as the format is described. */
final class UsdzFileTest {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int DIRECTORY = 0x02014b50;
  private static final float[] VERTICES = {0, 0, 0, 2, 0, 0, 0, 2, -1};
  private static final int[] FACES = {0, 1, 2};
  private static final TriangleMesh PLAIN =
      new TriangleMesh(VERTICES, FACES, new float[0], new int[0]);
  private static final TriangleMesh TEXTURED =
      new TriangleMesh(VERTICES, FACES, new float[] {0, 0, 1, 0, 0, 0.5f}, FACES);

  @Test
  void filesAreStoredAndAligned() {
    for (int length = 1; length < 130; length++) {
      byte[] picture = new byte[length];
      picture[length - 1] = 7;
      ByteBuffer file = ByteBuffer.wrap(UsdzFile.of(TEXTURED, picture));
      Map<String, byte[]> contents = contents(file.order(ByteOrder.LITTLE_ENDIAN));
      assertThat(contents.keySet()).containsExactly("head.usda", "textures/albedo.png");
      assertThat(contents.get("textures/albedo.png")).isEqualTo(picture);
    }
  }

  /** Goes through an archive as a reader without a directory does. */
  private static Map<String, byte[]> contents(ByteBuffer file) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    while (file.getInt(file.position()) == LOCAL_HEADER) {
      int at = file.position();
      assertThat(file.getShort(at + 6)).as("flags: no sizes after a file").isZero();
      assertThat(file.getShort(at + 8)).as("stored").isZero();
      int size = file.getInt(at + 22);
      assertThat(file.getInt(at + 18)).isEqualTo(size);
      byte[] name = new byte[file.getShort(at + 26)];
      int extra = file.getShort(at + 28);
      file.position(at + 30).get(name);
      assertThat(file.getShort()).isEqualTo((short) 0x1986);
      assertThat(file.getShort()).isEqualTo((short) (extra - 4));
      file.position(at + 30 + name.length + extra);
      assertThat(file.position() % 64).as("where %s begins", new String(name)).isZero();
      byte[] content = new byte[size];
      file.get(content);
      contents.put(new String(name, StandardCharsets.US_ASCII), content);
    }
    assertThat(file.getInt(file.position())).isEqualTo(DIRECTORY);
    return contents;
  }

  @Test
  void theSceneIsAMeshWithItsPicture() {
    assertThat(scene(UsdzFile.of(TEXTURED, new byte[1])))
        .startsWith("#usda 1.0\n(\n    defaultPrim = \"Head\"\n    metersPerUnit = 0.15\n")
        .contains(
            "float3[] extent = [(0.0, 0.0, -1.0), (2.0, 2.0, 0.0)]\n",
            "int[] faceVertexCounts = [3]\n",
            "int[] faceVertexIndices = [0, 1, 2]\n",
            "point3f[] points = [(0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 2.0, -1.0)]\n",
            "(interpolation = \"vertex\")\n",
            "texCoord2f[] primvars:st = [(0.0, 0.0), (1.0, 0.0), (0.0, 0.5)] (interpolation = \"faceVarying\")\n",
            "int[] primvars:st:indices = [0, 1, 2]\n",
            "color3f inputs:diffuseColor.connect = </Head/Skin/Albedo.outputs:rgb>\n",
            "asset inputs:file = @textures/albedo.png@\n");
  }

  @Test
  void withoutAPictureItIsGrey() {
    byte[] file = UsdzFile.of(PLAIN, new byte[0]);
    assertThat(contents(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN))).hasSize(1);
    assertThat(scene(file))
        .contains("color3f inputs:diffuseColor = (0.6, 0.6, 0.6)\n")
        .doesNotContain("primvars:st", "Albedo");
    assertThat(scene(UsdzFile.of(TEXTURED, new byte[0])))
        .contains("primvars:st")
        .doesNotContain("Albedo");
  }

  @Test
  void aHeadGivesTheSameBytesAtAllTimes() {
    assertThat(UsdzFile.of(TEXTURED, new byte[9])).isEqualTo(UsdzFile.of(TEXTURED, new byte[9]));
  }

  @Test
  void rejectsAPictureWithoutCoordinates() {
    assertThatThrownBy(() -> UsdzFile.of(PLAIN, new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid texture: a picture of 5 bytes for a mesh without texture coordinates");
  }

  private static String scene(byte[] file) {
    byte[] scene = contents(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).get("head.usda");
    assertThat(scene).isNotNull();
    String text = new String(scene, StandardCharsets.US_ASCII);
    assertThat(text.chars().filter(c -> c == '{').count())
        .isEqualTo(text.chars().filter(c -> c == '}').count());
    return text;
  }
}
