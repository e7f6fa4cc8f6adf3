package io.facesweep.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjFileTest {
  private static final String SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n";

  @TempDir private Path directory;

  @Test
  void cutsPolygonsIntoFans() {
    TriangleMesh mesh = ObjFile.read(file(SQUARE + "v -0.5 0.5 0\nf 1 2 3 4 5\n")).mesh();
    assertThat(mesh.faces()).containsExactly(0, 1, 2, 0, 2, 3, 0, 3, 4);
    assertThat(mesh.isTextured()).isFalse();
  }

  @Test
  void countsNegativeIndicesFromTheEnd() {
    assertThat(ObjFile.read(file(SQUARE + "f -4 -3 -2\nv 9 9 9\nf -1 1 2\n")).mesh().faces())
        .containsExactly(0, 1, 2, 4, 0, 1);
  }

  @Test
  void keepsTextureCoordinatesOfSeveralTilesAndPassesOverNormals() {
    TriangleMesh mesh =
        ObjFile.read(
                file(
                    SQUARE
                        + "vt 0.25 0.5\nvt 1.25 0.5\nvt 2 0.75 0\nvn 0 0 1\nf 1/1/1 2/2/1 3/-1/1\n"))
            .mesh();
    assertThat(mesh.textureCoordinates()).containsExactly(0.25f, 0.5f, 1.25f, 0.5f, 2, 0.75f);
    assertThat(mesh.textureFaces()).containsExactly(0, 1, 2);
  }

  @Test
  void passesOverNormalsWithoutTextureCoordinates() {
    assertThat(ObjFile.read(file(SQUARE + "vn 0 0 1\nf 1//1 2//1 3//1\n")).mesh().faces())
        .containsExactly(0, 1, 2);
  }

  @Test
  void keepsTheMaterialOfEachFace() {
    ObjFile file =
        ObjFile.read(
            file(
                SQUARE
                    + "f 1 2 3\nusemtl Skin \nf 1 2 3 4\nusemtl Eye\nf 1 2 3\nusemtl Skin\nf 2 3 4\n"));
    assertThat(file.materials()).containsExactly("Skin", "Eye");
    assertThat(file.faceMaterials()).containsExactly(-1, 0, 0, 1, 0);
  }

  @Test
  void readsEveryWayOfWritingNumbers() {
    String text =
        "# a comment\r\n\tv 1e-3 -.5 +2.\r\nv 123456789.123456789 1E2 0.000000000000000000000001\n";
    float[] vertices = ObjFile.readVertices(file(text));
    assertThat(vertices).containsExactly(0.001f, -0.5f, 2f, 123456789.123456789f, 100f, 1e-24f);
  }

  @Test
  void continuesStatementsAfterABackslash() {
    assertThat(ObjFile.read(file(SQUARE + "f 1 2 \\\n 3 4\n")).mesh().faceCount()).isEqualTo(2);
  }

  @Test
  void readsBackWhatItWrites() {
    TriangleMesh mesh =
        ObjFile.read(file(SQUARE + "vt 0 0\nvt 1.5 0\nvt 1 1\nf 1/1 2/2 3/3 4/1\n")).mesh();
    Path copy = directory.resolve("copy.obj");
    ObjFile.write(copy, mesh);
    TriangleMesh again = ObjFile.read(copy).mesh();
    assertThat(again.vertices()).containsExactly(mesh.vertices());
    assertThat(again.faces()).containsExactly(mesh.faces());
    assertThat(again.textureCoordinates()).containsExactly(mesh.textureCoordinates());
    assertThat(again.textureFaces()).containsExactly(mesh.textureFaces());
  }

  @Test
  void refusesFacesOutOfRangeByLine() {
    assertRefused(SQUARE + "f 1 2 5\n", "line 5: vertex index 5 (expected 1 to 4, or -4 to -1)");
    assertRefused(SQUARE + "f 0 1 2\n", "line 5: vertex index 0 (expected 1 to 4, or -4 to -1)");
    assertRefused(
        SQUARE + "vt 0 0\nf 1/1 2/2 3/1\n",
        "line 6: texture index 2 (expected 1 to 1, or -1 to -1)");
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertRefused("v 0 0 0\nv 0 nan 0\n", "line 2: vertex 1: \"nan\" (expected a number)");
    assertRefused("v 0 0 NaN\n", "line 1: vertex 0: NaN (expected finite values)");
    assertRefused("v 0 0 1e99\n", "line 1: vertex 0: 1e99 (expected finite values)");
    assertRefused("v 0 0\n", "line 1: vertex 0: \"\" (expected a number)");
    assertRefused(SQUARE + "f 1 x 2\n", "line 5: \"x\" (expected an index)");
  }

  @Test
  void refusesFilesWithoutGeometry() {
    assertRefused("", "it has no vertices");
    assertRefused(SQUARE, "it has no faces");
    assertRefused(SQUARE + "f 1 2\n", "line 5: a face of 2 vertices (expected at least 3)");
  }

  @Test
  void refusesPartialTextureCoordinates() {
    assertRefused(
        SQUARE + "vt 0 0\nf 1/1 2 3\n",
        "line 6: a face with texture coordinates at only some vertices");
    assertRefused(
        SQUARE + "vt 0 0\nf 1/1 2/1 3/1\nf 1 2 3\n",
        "some of its faces have texture coordinates and some have none");
  }

  @Test
  void refusesAMissingFileByName() {
    Path missing = directory.resolve("missing.obj");
    assertThatThrownBy(() -> ObjFile.read(missing))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read OBJ file %s: there is no such file", missing);
  }

  @Test
  void refusesToWriteWhereItCannot() {
    TriangleMesh mesh = ObjFile.read(file(SQUARE + "f 1 2 3\n")).mesh();
    Path path = directory.resolve("no/such/place.obj");
    assertThatThrownBy(() -> ObjFile.write(path, mesh))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write OBJ file " + path);
  }

  private void assertRefused(String text, String reason) {
    Path path = file(text);
    assertThatThrownBy(() -> ObjFile.read(path))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read OBJ file %s: %s", path, reason);
  }

  private Path file(String text) {
    try {
      return Files.writeString(directory.resolve("mesh.obj"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
