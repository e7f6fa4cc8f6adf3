package io.facesweep.mesh;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.javagl.jgltf.model.AccessorFloatData;
import de.javagl.jgltf.model.AccessorIntData;
import de.javagl.jgltf.model.AccessorModel;
import de.javagl.jgltf.model.GltfModel;
import de.javagl.jgltf.model.MeshModel;
import de.javagl.jgltf.model.MeshPrimitiveModel;
import de.javagl.jgltf.model.io.GltfModelReader;
import de.javagl.jgltf.model.v2.MaterialModelV2;
import io.facesweep.UserException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GlbFileTest {
  /** A pyramid whose seam gives vertex 0 two texture coordinates. */
  private static final TriangleMesh PYRAMID =
      new TriangleMesh(
          new float[] {0, 1, 0, -1, 0, 1, 1, 0, 1, 0, 0, -1},
          new int[] {0, 1, 2, 0, 2, 3, 0, 3, 1, 1, 3, 2},
          new float[] {0.1f, 0.9f, 0.1f, 0.2f, 0.4f, 0.2f, 0.7f, 0.2f, 0.9f, 0.9f},
          new int[] {0, 1, 2, 0, 2, 3, 4, 3, 1, 1, 3, 2});

  private static final String UNTEXTURED = "{\"attributes\":{\"POSITION\":0},\"indices\":3}";

  @TempDir private Path directory;

  @Test
  void morphTargetsHaveTheirNames() throws IOException {
    Path path = directory.resolve("head.glb");
    float[] up = new float[12];
    up[1] = 0.5f;
    up[7] = -0.25f;
    Map<String, float[]> morphs = new LinkedHashMap<>();
    morphs.put("chin-up", up);
    morphs.put("nothing", new float[12]);
    new GlbFile(PYRAMID, png(), GlbFile.Shading.UNLIT, morphs).write(path);

    GltfModel model = new GltfModelReader().read(path.toUri());
    MeshModel mesh = model.getMeshModels().get(0);
    assertThat(mesh.getWeights()).containsExactly(0, 0);
    assertThat(mesh.getExtras()).isEqualTo(Map.of("targetNames", List.of("chin-up", "nothing")));
    MeshPrimitiveModel primitive = mesh.getMeshPrimitiveModels().get(0);
    AccessorFloatData positions = floats(primitive, "POSITION");
    AccessorFloatData moved =
        (AccessorFloatData) primitive.getTargets().get(0).get("POSITION").getAccessorData();
    assertThat(moved.getNumElements()).isEqualTo(positions.getNumElements());
    for (int corner = 0; corner < moved.getNumElements(); corner++) {
      boolean isTop = positions.get(corner, 1) == 1;
      boolean isRight = positions.get(corner, 0) == 1;
      assertThat(moved.get(corner, 1)).isEqualTo(isTop ? 0.5f : isRight ? -0.25f : 0);
    }
    assertThat(model.getExtensionsModel().getExtensionsUsed())
        .containsExactly("KHR_materials_unlit");
    assertThat(primitive.getMaterialModel().getExtensions())
        .containsOnlyKeys("KHR_materials_unlit");
  }

  @Test
  void refusesMorphsOfAnotherMesh() {
    assertThatThrownBy(
            () ->
                new GlbFile(PYRAMID, new byte[0], GlbFile.Shading.LIT, Map.of("jaw", new float[9])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid morph jaw: 9 values (expected 12, three a vertex)");
  }

  @Test
  void isReadBackByAnIndependentLibrary() throws IOException {
    Path path = directory.resolve("head.glb");
    new GlbFile(PYRAMID, png()).write(path);

    GltfModel model = new GltfModelReader().read(path.toUri());
    assertThat(model.getMeshModels()).hasSize(1);
    assertThat(model.getNodeModels()).hasSize(1);
    MeshPrimitiveModel primitive = model.getMeshModels().get(0).getMeshPrimitiveModels().get(0);
    AccessorFloatData positions = floats(primitive, "POSITION");
    AccessorFloatData normals = floats(primitive, "NORMAL");
    AccessorFloatData uvs = floats(primitive, "TEXCOORD_0");
    AccessorIntData indices = (AccessorIntData) primitive.getIndices().getAccessorData();
    assertThat(positions.getNumElements()).isEqualTo(5);
    assertThat(indices.getNumElements()).isEqualTo(12);
    for (int i = 0; i < 12; i++) {
      int corner = indices.get(i);
      for (int axis = 0; axis < 3; axis++) {
        assertThat(positions.get(corner, axis))
            .isEqualTo(PYRAMID.vertices()[3 * PYRAMID.faces()[i] + axis]);
      }
      float length = 0;
      for (int axis = 0; axis < 3; axis++) {
        length += normals.get(corner, axis) * normals.get(corner, axis);
      }
      assertThat(length).isCloseTo(1, within(1e-5f));
      int uv = 2 * PYRAMID.textureFaces()[i];
      assertThat(uvs.get(corner, 0)).isEqualTo(PYRAMID.textureCoordinates()[uv]);
      assertThat(uvs.get(corner, 1)).isEqualTo(1 - PYRAMID.textureCoordinates()[uv + 1]);
    }
    MaterialModelV2 material = (MaterialModelV2) primitive.getMaterialModel();
    assertThat(material.getMetallicFactor()).isZero();
    ByteBuffer image = material.getBaseColorTexture().getImageModel().getImageData();
    byte[] bytes = new byte[image.remaining()];
    image.get(bytes);
    assertThat(bytes).isEqualTo(png());
    assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getRGB(0, 0)).isEqualTo(0xFFFF8000);
  }

  @Test
  void readsBackWhatItWritesWithSeamsClosed() {
    Path path = directory.resolve("head.glb");
    new GlbFile(PYRAMID, png()).write(path);
    GlbFile again = GlbFile.read(path);
    assertThat(again.mesh().vertices()).containsExactly(PYRAMID.vertices());
    assertThat(again.mesh().faces()).containsExactly(PYRAMID.faces());
    assertThat(again.mesh().textureCoordinates().length / 2).isEqualTo(5);
    assertThat(again.baseColourPng()).isEqualTo(png());
  }

  @Test
  void writesUntexturedMeshes() {
    TriangleMesh plain =
        new TriangleMesh(PYRAMID.vertices(), PYRAMID.faces(), new float[0], new int[0]);
    Path path = directory.resolve("plain.glb");
    GlbFile.untextured(plain).write(path);
    GlbFile again = GlbFile.read(path);
    assertThat(again.mesh().isTextured()).isFalse();
    assertThat(again.mesh().faces()).containsExactly(PYRAMID.faces());
    assertThat(again.baseColourPng()).isEmpty();
  }

  @Test
  void refusesAPictureWithoutTextureCoordinates() {
    TriangleMesh plain =
        new TriangleMesh(PYRAMID.vertices(), PYRAMID.faces(), new float[0], new int[0]);
    assertThatThrownBy(() -> new GlbFile(plain, new byte[7]).toBytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid texture: a picture of 7 bytes for a mesh without texture coordinates");
  }

  @Test
  void refusesWhatIsNoBinaryGltf() throws IOException {
    assertRefused(new byte[40], "it is not a binary glTF 2.0 file");
    byte[] bytes = GlbFile.untextured(PYRAMID).toBytes();
    assertRefused(
        java.util.Arrays.copyOf(bytes, bytes.length - 8), "its binary chunk is cut short");
    assertRefused(java.util.Arrays.copyOf(bytes, 100), "its JSON chunk is cut short");
  }

  @Test
  void refusesJsonThatDoesNotFit() throws IOException {
    assertRefused(glb("{}"), "it has no triangles");
    assertRefused(
        glb("{\"nodes\":[{\"scale\":[1,2,1]}]}"),
        "a node has a scale (expected nodes without transforms)");
    assertRefused(
        glb("{\"meshes\":[{\"primitives\":[{\"mode\":1}]}]}"),
        "a primitive of mode 1 (expected 4, triangles)");
    assertRefused(glb("{\"meshes\":[{\"primitives\":[{}]}]}"), "a primitive has no positions");
    Path path =
        Files.write(
            directory.resolve("bad.glb"),
            glb("{\"meshes\":[{\"primitives\":[{\"attributes\":{\"POSITION\":3}}]}]}"));
    assertThatThrownBy(() -> GlbFile.read(path))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("its JSON does not describe its data");
  }

  @Test
  void refusesDataThatDoesNotFit() throws IOException {
    String json =
        new String(bytes(), 20, ByteBuffer.wrap(bytes()).order(LITTLE_ENDIAN).getInt(12), UTF_8);
    assertThat(json).contains("\"componentType\":5126", "\"componentType\":5125");
    assertRefused(
        rewritten(json.replaceFirst("5126", "5122")),
        "accessor 0 does not hold plain float32 values");
    assertRefused(rewritten(json.replace("5125", "5124")), "indices of component type 5124");
    assertRefused(
        rewritten(json.replaceFirst("\"count\":5", "\"count\":2")), "index 2 (expected 0 to 1)");
    String mixed = json.replace("\"primitives\":[", "\"primitives\":[" + UNTEXTURED + ",");
    assertRefused(
        rewritten(mixed), "some of its triangles have texture coordinates and some have none");
  }

  @Test
  void refusesAMissingFileByName() {
    Path missing = directory.resolve("missing.glb");
    assertThatThrownBy(() -> GlbFile.read(missing))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read GLB file %s: there is no such file", missing);
    assertThatThrownBy(() -> GlbFile.untextured(PYRAMID).write(directory.resolve("no/place.glb")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write GLB file");
  }

  private void assertRefused(byte[] bytes, String reason) throws IOException {
    Path path = Files.write(directory.resolve("bad.glb"), bytes);
    assertThatThrownBy(() -> GlbFile.read(path))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read GLB file %s: %s", path, reason);
  }

  private static byte[] glb(String json) {
    byte[] text = json.getBytes(UTF_8);
    ByteBuffer file = ByteBuffer.allocate(20 + text.length).order(LITTLE_ENDIAN);
    file.putInt(GlbWriter.MAGIC).putInt(2).putInt(20 + text.length);
    file.putInt(text.length).putInt(GlbWriter.JSON_CHUNK).put(text);
    return file.array();
  }

  private static byte[] bytes() {
    return new GlbFile(PYRAMID, png()).toBytes();
  }

  /** A file of the pyramid with other JSON. */
  private static byte[] rewritten(String json) {
    byte[] whole = bytes();
    int start = 20 + ByteBuffer.wrap(whole).order(LITTLE_ENDIAN).getInt(12);
    byte[] head = glb(json);
    byte[] file = java.util.Arrays.copyOf(head, head.length + whole.length - start);
    System.arraycopy(whole, start, file, head.length, whole.length - start);
    ByteBuffer.wrap(file).order(LITTLE_ENDIAN).putInt(8, file.length);
    return file;
  }

  private static AccessorFloatData floats(MeshPrimitiveModel primitive, String attribute) {
    AccessorModel accessor = primitive.getAttributes().get(attribute);
    assertThat(accessor).isNotNull();
    return (AccessorFloatData) accessor.getAccessorData();
  }

  private static byte[] png() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF8000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
