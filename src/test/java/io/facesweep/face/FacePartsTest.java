package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texture coordinates, regions and landmarks of files of their own. */
final class FacePartsTest {
  private static final float[] UVS = {0, 0, 1, 0, 0, 1, 0.5f, 0.5f};

  @TempDir private Path directory;
  private String flame = "";

  @BeforeEach
  void copyFlame2023() throws IOException {
    flame = resource("flame2023.pkl");
  }

  @Test
  void opensFlame2023WithItsTexture() throws IOException {
    assertThat(FaceModels.open(flame).source()).contains("a cylindrical projection stands in");
    FaceModel model = open(resource("flame-texture.npz"), null);
    assertThat(model.identityCount()).isEqualTo(3);
    assertThat(model.mean().textureCoordinates()).containsExactly(UVS);
    assertThat(model.mean().textureFaces()).containsExactly(SmallFaceModels.FACES);
    assertThat(model.source()).endsWith("texture coordinates from flame-texture.npz");
  }

  @Test
  void facesOfAMeshMayComeInAnyOrder() throws IOException {
    int[] turned = {3, 1, 2, 2, 1, 0, 3, 0, 1, 0, 3, 2};
    Path obj = directory.resolve("uvs.obj");
    ObjFile.write(obj, new TriangleMesh(SmallFaceModels.CORNERS, turned, UVS, turned));
    FaceModel model = open(obj.toString(), null);
    assertThat(model.mean().textureFaces()).containsExactly(SmallFaceModels.FACES);
  }

  @Test
  void theOwnFormLendsItsTextureCoordinates() throws IOException {
    Path own = directory.resolve("own.safetensors");
    FaceFile.write(own, open(resource("flame-texture.npz"), null));
    assertThat(open(own.toString(), null).mean().textureCoordinates()).containsExactly(UVS);
  }

  @Test
  void refusesTextureCoordinatesThatDoNotFit() throws IOException {
    int[] other = {0, 2, 1, 0, 1, 3, 0, 3, 2, 0, 2, 1};
    Path obj = directory.resolve("uvs.obj");
    ObjFile.write(obj, new TriangleMesh(SmallFaceModels.CORNERS, other, UVS, other));
    assertUvsRefused(
        obj, "it has no face of the vertices [1, 2, 3] (expected the face model's faces)");
    Files.writeString(obj, "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 3/1\n");
    assertUvsRefused(obj, "it has 3 vertices (expected 4 as the face model's file)");
    Files.writeString(obj, "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\n");
    assertUvsRefused(obj, "it has no texture coordinates");
    assertUvsRefused(
        new SmallNpz().floats("vt", UVS, 4, 2).write(directory.resolve("uvs.npz")),
        "Cannot find array ft (expected vt and ft, as in FLAME_texture.npz)");
    assertUvsRefused(
        new SmallNpz()
            .floats("vt", UVS, 4, 2)
            .ints("ft", new int[3], 1, 3)
            .write(directory.resolve("uvs.npz")),
        "Invalid array ft: shape [1, 3] (expected [4, 3])");
    assertUvsRefused(
        Files.writeString(directory.resolve("uvs.txt"), "x"),
        "its name is uvs.txt (expected .obj, .npz or .safetensors)");
    assertUvsRefused(directory.resolve("absent.obj"), "there is no such file");
  }

  @Test
  void readsFlamesMasks() throws IOException {
    FaceModel model = open(null, resource("flame-masks.pkl"));
    assertThat(model.regions().keySet())
        .containsExactlyInAnyOrder("eyes", "left-eyeball", "right-eyeball", "lips", "eye-region");
    assertThat(model.regions().get("eyes")).containsExactly(0, 0, 1, 1);
    assertThat(model.regions().get("lips")).containsExactly(0, 1, 0, 0);
  }

  @Test
  void readsRegionsAndLandmarks() throws IOException {
    FaceModel model =
        open(
            null,
            json(
                "{\"regions\": {\"face\": [0, [2, 3]], \"none\": []}, \"landmarks\": {\"left-eye\": 3}}"));
    assertThat(model.regions().get("face")).containsExactly(1, 0, 1, 1);
    assertThat(model.regions().get("none")).containsOnly(0);
    assertThat(model.landmarks()).containsOnlyKeys("left-eye").containsValue(3);
    assertThat(model.fingerprint()).isNotEqualTo(FaceModels.open(flame).fingerprint());
  }

  @Test
  void partsAreNumberedAsTheSourceIs() throws IOException {
    String gnm = resource("gnm.npz");
    String regions =
        json("{\"regions\": {\"brow\": [[0, 21]]}, \"landmarks\": {\"right-eye\": 10}}");
    FaceModel model = FaceModels.open(new FaceFiles(gnm, null, regions));
    assertThat(model.regions().get("brow")).hasSize(16).containsOnly(1);
    assertThat(model.landmarks()).containsEntry("right-eye", 7); // three of the cornea are gone
    assertThatThrownBy(
            () ->
                FaceModels.open(
                    new FaceFiles(gnm, null, json("{\"landmarks\": {\"left-eye\": 8}}"))))
        .hasMessageEndingWith("landmark left-eye is vertex 8, which is no part of the head");
  }

  @Test
  void refusesRegionsThatAreNone() throws IOException {
    assertRegionsRefused("{\"lips\": [1]}", "it has \"lips\" (expected regions and landmarks)");
    assertRegionsRefused(
        "{\"regions\": {\"lips\": [4]}}", "region lips names vertex 4 (expected 0 to 3)");
    assertRegionsRefused(
        "{\"regions\": {\"lips\": [[-1, 2]]}}", "region lips names vertex -1 (expected 0 to 3)");
    assertRegionsRefused(
        "{\"regions\": {\"lips\": [[1]]}}",
        "region lips has a list of 1 numbers (expected first and last vertex)");
    assertRegionsRefused(
        "{\"landmarks\": {\"mouth\": 9}}", "landmark mouth names vertex 9 (expected 0 to 3)");
    StringBuilder many = new StringBuilder("{\"regions\": {\"0\": []");
    for (int i = 1; i < 300; i++) {
      many.append(", \"").append(i).append("\": []");
    }
    assertRegionsRefused(many + "}}", "it has more than 256 regions");
    assertThatThrownBy(() -> open(null, json("[1, 2]")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it is not as expected: Expected BEGIN_OBJECT but was BEGIN_ARRAY");
    Path text = Files.writeString(directory.resolve("regions.txt"), "x");
    assertThatThrownBy(() -> open(null, text.toString()))
        .hasMessage(
            "Cannot open regions %s: its name is regions.txt (expected .json or .pkl)"
                .formatted(text));
    Path pickle = Files.writeString(directory.resolve("regions.pkl"), "(dp0\nVlips\nI1\ns.");
    assertThatThrownBy(() -> open(null, pickle.toString()))
        .hasMessage(
            "Cannot open regions %s: region lips is no array (expected vertex numbers)"
                .formatted(pickle));
  }

  private FaceModel open(@Nullable String uvs, @Nullable String regions) {
    return FaceModels.open(new FaceFiles(flame, uvs, regions));
  }

  private void assertUvsRefused(Path uvs, String reason) {
    assertThatThrownBy(() -> open(uvs.toString(), null))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot open texture coordinates %s: %s".formatted(uvs, reason));
  }

  private void assertRegionsRefused(String json, String reason) throws IOException {
    String file = json(json);
    assertThatThrownBy(() -> open(null, file))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot open regions %s: %s".formatted(file, reason));
  }

  private String json(String text) throws IOException {
    return Files.writeString(directory.resolve("regions.json"), text).toString();
  }

  private String resource(String name) throws IOException {
    return SmallFaceModels.flame(directory, name).toString();
  }
}
