package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.mesh.TextureLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GnmHeadTest {
  /** Vertices of the made-up file: skin 4, then three each of eyes, corneas, teeth and tongue. */
  private static final int VERTICES = 22;

  private static final int CORNEAS = 6;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void copyTheMadeUpFile() throws IOException {
    file = SmallFaceModels.flame(directory, "gnm.npz");
  }

  @Test
  void corneasAreLeftOut() {
    FaceModel model = FaceModels.open(file.toString());
    assertThat(model.name()).isEqualTo("gnm.npz");
    assertThat(model.source()).isEqualTo("GNM Head, Google, Apache-2.0");
    assertThat(model.vertexCount()).isEqualTo(VERTICES - CORNEAS);
    assertThat(model.mean().faceCount()).isEqualTo(8);
    assertThat(model.regions()).doesNotContainKey("eye-exteriors");
  }

  @Test
  void componentsThatClosedLipsHideAreLeftOut() {
    FaceModel model = FaceModels.open(file.toString());
    assertThat(model.identityNames()).containsExactly("head_000", "eyes_000");
    assertThat(model.identity()[0][1] * model.unitScale()).isCloseTo(-0.1f, within(1e-6f));
    assertThat(model.identity()[1][12] * model.unitScale()).isCloseTo(0.01f, within(1e-6f));
    assertThat(model.expressionNames()).containsExactly("lower_face_000");
  }

  @Test
  void vertexGroupsBecomeRegions() {
    FaceModel model = FaceModels.open(file.toString());
    assertThat(model.regions().get("face")).startsWith(0, 0, 0, 1);
    assertThat(model.regions().get("lips")).startsWith(0, 1, 0, 0);
    assertThat(model.regions().get("eyes"))
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    assertThat(model.regions()).containsKeys("upper-teeth-and-gums", "tongue", "left-eye");
  }

  @Test
  void tilesLieInOneTextureThatMirrors() {
    FaceModel model = FaceModels.open(file.toString());
    assertThat(TextureLayout.liesInOneTexture(model.mean())).isTrue();
    assertThat(TextureLayout.mirrors(model.mean())).isTrue();
    float[] uvs = model.mean().textureCoordinates();
    int[] corners = model.mean().textureFaces();
    assertThat(uvs[2 * corners[0]]).isCloseTo(0.5f, within(1e-6f)); // skin, at (0.5, 0.1)
    assertThat(uvs[2 * corners[0] + 1]).isCloseTo(0.28f, within(1e-6f));
    assertThat(uvs[2 * corners[12]]).isCloseTo(0.885f, within(1e-6f)); // the left eye's
    assertThat(uvs).hasSize(2 * (4 + 4 * 3)); // corners of one vertex and place are one
  }

  @Test
  void verticesKnowTheirTwins() {
    assertThat(FaceModels.open(file.toString()).mirror())
        .containsExactly(0, 2, 1, 3, 7, 9, 8, 4, 6, 5, 10, 12, 11, 13, 15, 14);
  }

  @Test
  void refusesFilesThatLackSomething() throws IOException {
    assertRefused(
        without("triangles"),
        "Cannot find array triangles (expected it and template_vertex_positions,"
            + " vertex_identity_basis, triangles and triangle_uvs_udim, as in GNM Head's file)");
    copyTheMadeUpFile();
    assertRefused(
        without("vertex_group_names"),
        "Cannot find array vertex_group_names (expected it and template_vertex_positions,"
            + " vertex_identity_basis, triangles and triangle_uvs_udim, as in GNM Head's file)");
  }

  @Test
  void doesWithoutGroupsNamesAndMirror() throws IOException {
    without("vertex_groups");
    without("identity_names");
    FaceModel model = FaceModels.open(without("mirror_indices").toString());
    assertThat(model.regions()).isEmpty();
    assertThat(model.mirror()).isEmpty();
    assertThat(model.identityNames())
        .containsExactly("identity-000", "identity-001", "identity-002");
  }

  @Test
  void refusesNumbersForNames() throws IOException {
    assertRefused(
        changed("vertex_group_names.npy", header -> header.replace("'<U20'", "'<f8' ")),
        "Cannot read array vertex_group_names: 640 bytes for shape [8] of f8 (expected 64)");
    copyTheMadeUpFile();
    assertRefused(
        changed("triangles.npy", header -> header.replace("'<i4'", "'<U1'")),
        "Invalid array triangles: its type is U1 (expected numbers)");
  }

  @Test
  void refusesTilesThatTheHeadDoesNotHave() throws IOException {
    SmallNpz npz = new SmallNpz();
    npz.floats("template_vertex_positions", new float[] {0, 0, 0, 1, 0, 0, 0, 1, 0}, 3, 3);
    npz.ints("triangles", new int[] {0, 1, 2}, 1, 3);
    npz.floats("triangle_uvs_udim", new float[] {7, 0, 8, 0, 7, 1}, 1, 3, 2);
    npz.floats("vertex_identity_basis", new float[9], 1, 3, 3);
    assertRefused(
        npz.write(directory.resolve("tiles.npz")),
        "face 0 has its texture at (7.3333335, 0.33333334) (expected in the UDIM tiles 1001 to"
            + " 1007, as GNM Head is published)");
  }

  private Path without(String array) throws IOException {
    return rewritten((name, bytes) -> name.equals(array + ".npy") ? new byte[0] : bytes);
  }

  private Path changed(String entry, UnaryOperator<String> header) throws IOException {
    return rewritten(
        (name, bytes) ->
            name.equals(entry)
                ? header
                    .apply(new String(bytes, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1)
                : bytes);
  }

  private interface Change {
    byte[] of(String name, byte[] bytes);
  }

  /** Writes the archive anew; what has become empty is left out. */
  private Path rewritten(Change change) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in);
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = change.of(entry.getName(), zip.readAllBytes());
        if (bytes.length > 0) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          to.write(bytes);
        }
      }
    }
    return Files.write(file, out.toByteArray());
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> FaceModels.open(file.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot open face model %s: %s".formatted(file, reason));
  }
}
