package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.mesh.TextureLayout;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaceModelsTest {
  private static final float[] CORNERS = SmallFaceModels.CORNERS;
  private static final int[] FACES = SmallFaceModels.FACES;

  @TempDir private Path directory;

  @Test
  void opensTheBuiltinHead() {
    assertThat(FaceModels.open("builtin:head").name()).isEqualTo("builtin:head");
  }

  /** A small one, and with {@code -Dict.dir} the real one. */
  @Test
  void opensAnIctDirectory() throws IOException {
    String real = System.getProperty("ict.dir", "");
    if (!real.isEmpty()) {
      assertIsWhole(FaceModels.open(real));
    }
    Path objects = ict();
    for (String spec :
        new String[] {"ict:" + directory, directory.toString(), objects.toString()}) {
      FaceModel model = FaceModels.open(spec);
      assertThat(model.identityNames()).containsExactly("identity000", "identity001");
      assertThat(model.expressionNames()).containsExactly("jawOpen");
      assertThat(model.identity()[1][4] * model.unitScale()).isCloseTo(0.25f, within(1e-6f));
      assertThat(model.identity()[1][0]).isZero();
      assertThat(model.regions().get("face")).containsOnly(1f);
      assertThat(TextureLayout.liesInOneTexture(model.mean())).isTrue();
    }
  }

  private static void assertIsWhole(FaceModel ict) {
    assertThat(ict.vertexCount()).isEqualTo(26_719);
    assertThat(ict.identityCount()).isEqualTo(20);
    assertThat(ict.expressionNames()).containsExactly("jawOpen", "mouthSmile_L", "mouthSmile_R");
    assertThat(ict.regions()).containsKeys("face", "eyes", "teeth");
    assertThat(Orientation.outwardness(ict.mean())).isPositive();
    assertThat(TextureLayout.liesInOneTexture(ict.mean())).isTrue();
    assertThat(TextureLayout.mirrors(ict.mean())).isTrue();
  }

  @Test
  void refusesIctComponentsOfAnotherVertexCount() throws IOException {
    Files.writeString(ict().resolve("identity001.obj"), "v 0 0 0\n");
    assertRefused(
        "ict:" + directory,
        "component identity001.obj has 1 vertices (expected 4 as in generic_neutral_mesh.obj)");
  }

  @Test
  void refusesDirectoriesWithoutAModel() throws IOException {
    assertRefused(
        directory.toString(),
        "it has no FaceXModel/generic_neutral_mesh.obj (expected ICT-FaceKit's layout), and no"
            + " 3dobjs/base.obj (expected MakeHuman's)");
    assertRefused("ict:" + directory.resolve("absent"), "there is no such directory");
    Path objects = ict();
    Files.delete(objects.resolve("identity000.obj"));
    Files.delete(objects.resolve("identity001.obj"));
    assertRefused(
        directory.toString(),
        "there is no identity000.obj beside " + objects.resolve("generic_neutral_mesh.obj"));
  }

  @Test
  void opensFlameArchives() throws IOException {
    FaceModel model = FaceModels.open(resource("flame.npz"));
    assertThat(model.identityCount()).isEqualTo(3);
    assertThat(model.mean().faces()).containsExactly(FACES);
    assertThat(model.mean().textureCoordinates()).containsExactly(0, 0, 1, 0, 0, 1);
    assertThat(model.identity()[2][8] * model.unitScale()).isCloseTo(2.5f, within(1e-5f));
  }

  @Test
  void opensFlamePicklesOfOldAndNewPythons() throws IOException {
    FaceModel old = FaceModels.open(resource("flame-protocol2.pkl"));
    assertThat(old.identityCount()).isEqualTo(300);
    assertThat(old.expressionNames()).containsExactly("expression-000");
    assertThat(old.identity()[5][3 * 1 + 2] * old.unitScale()).isCloseTo(5.5f, within(1e-5f));
    assertThat(old.source()).contains("a cylindrical projection stands in");
    assertThat(old.mean().isTextured()).isTrue();
    FaceModel fresh = FaceModels.open(resource("flame-protocol5.pkl"));
    assertThat(fresh.identityCount()).isEqualTo(2);
    assertThat(fresh.mean().faces()).containsExactly(FACES);
  }

  @Test
  void refusesForeignClassesInPickles() throws IOException {
    assertPickleRefused(
        "(dp0\nVx\ncos\nsystem\n(Vtrue\ntRs.",
        "Cannot read pickle: it names os.system (expected numpy arrays, chumpy arrays and scipy"
            + " matrices only)");
    assertPickleRefused(
        "(Vtrue\nios\nsystem\n.",
        "Cannot read pickle: it uses instruction 0x69, which makes objects of foreign classes");
    assertPickleRefused("(lp0\n.", "Cannot read pickle: it holds no dictionary at its top");
    assertPickleRefused(
        "(dp0\n.",
        "Cannot find array v_template (expected v_template, shapedirs and f, as in FLAME's files)");
  }

  @Test
  void refusesPicklesOfUnexpectedArrays() throws IOException {
    String frombuffer = "cnumpy.core.numeric\n_frombuffer\n";
    String type = "cnumpy\ndtype\n(Vf8\ntR";
    String holds = "Cannot read pickle: it holds ";
    assertPickleRefused(
        "cnumpy.core.multiarray\n_reconstruct\n(tRI1\nb.", holds + "a state of Integer for Array");
    assertPickleRefused(frombuffer + "(I1\ntR.", holds + "an array of 1 arguments");
    assertPickleRefused(
        frombuffer + "(I1\nI2\nI3\nI4\ntR.", holds + "an array without shape or type");
    assertPickleRefused(
        frombuffer + "(Vx\n" + type + "(Vy\ntVC\ntR.", holds + "an array of shape y");
    assertPickleRefused(
        frombuffer + "(I7\n" + type + "(I1\ntVC\ntR.", holds + "array data of Integer");
  }

  @Test
  void refusesArraysOfPythonObjects() throws IOException {
    Path file =
        npz(
            "v_template",
            "{'descr': '|O', 'fortran_order': False, 'shape': (4, 3), }",
            new byte[96]);
    assertRefused(
        file.toString(),
        "Cannot read array v_template: its type is O (expected floats or integers)");
  }

  @Test
  void refusesArraysOfAnotherShapeOrSize() throws IOException {
    Path file =
        npz(
            "v_template",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }",
            new byte[64]);
    assertRefused(
        file.toString(),
        "Cannot find array f (expected v_template, shapedirs and f, as in FLAME's files)",
        "Invalid array v_template: shape [4, 2] (expected [any, 3])");
    file =
        npz(
            "v_template",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 3), }",
            new byte[64]);
    assertRefused(
        file.toString(),
        "Cannot read array v_template: 64 bytes for shape [4, 3] of f8 (expected 96)");
    file = npz("v_template", "{'descr': '<f8'}", new byte[64]);
    assertRefused(file.toString(), "Cannot read array v_template: its header is {'descr': '<f8'}");
    file =
        npz(
            "v_template",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (99999, 99999), }",
            new byte[64]);
    assertRefused(
        file.toString(),
        "Cannot read array v_template: its shape is [99999, 99999] (expected at most 1073741824"
            + " values)");
  }

  @Test
  void refusesFilesThatAreNoArchives() throws IOException {
    Path file = Files.writeString(directory.resolve("text.npz"), "not a zip");
    assertRefused(file.toString(), "it is no zip file");
  }

  @Test
  void opensBaselModels() {
    FaceModel model = FaceModels.open(bfm(4, 9).toString());
    assertThat(model.identityCount()).isEqualTo(2);
    assertThat(model.mean().faces()).containsExactly(FACES);
    assertThat(model.identity()[1][1] * model.unitScale()).isCloseTo(3f, within(1e-5f));
    assertThat(model.source()).contains("a cylindrical projection stands in");
  }

  @Test
  void refusesBaselModelsThatLackSomething() {
    assertRefused(
        bfm(4, -1).toString(),
        "Invalid /shape/model/pcaVariance: -1.0 at index 1 (expected at least 0)");
    assertRefused(
        bfm(4, 9, 16).toString(),
        "Invalid /shape/model/pcaBasis: shape [12, 2] (expected 36 values)");
    Path bytes = directory.resolve("bytes.h5");
    try (WritableHdfFile file = HdfFile.write(bytes)) {
      file.putGroup("shape").putGroup("model").putDataset("mean", new byte[12]);
    }
    assertRefused(
        bytes.toString(),
        "Invalid /shape/model/mean: data of byte (expected numbers of 32 or 64 bits)");
    Path empty = directory.resolve("empty.h5");
    try (WritableHdfFile file = HdfFile.write(empty)) {
      file.putGroup("shape");
    }
    assertRefused(
        empty.toString(),
        "Cannot find /shape/model/mean (expected the layout of BFM 2017 and 2019)");
  }

  @Test
  void readsBackItsOwnFormBitForBit() {
    FaceModel head = FaceModels.open("builtin:head");
    Path file = directory.resolve("head.safetensors");
    FaceFile.write(file, head);
    FaceModel again = FaceModels.open(file.toString());
    assertThat(again.name()).isEqualTo(head.name());
    assertThat(again.source()).isEqualTo(head.source());
    assertThat(again.identityNames()).isEqualTo(head.identityNames());
    assertThat(again.mirror()).isEqualTo(head.mirror());
    assertThat(again.lines()).isPresent().isEqualTo(head.lines());
    assertThat(again.regions().keySet())
        .containsExactlyInAnyOrderElementsOf(head.regions().keySet());
    assertThat(again.mean().textureFaces()).isEqualTo(head.mean().textureFaces());
    for (int i = 0; i < head.mean().vertices().length; i++) {
      assertThat(Math.abs(again.mean().vertices()[i] - head.mean().vertices()[i]))
          .isLessThan(1e-6f);
    }
  }

  @Test
  void multipliesStandardDeviationsIn() {
    Map<String, NamedArray> arrays = minimal();
    arrays.put("identity_sd", NamedArray.float32(new float[] {2}, 1));
    FaceModel model = FaceModels.open(safetensors(arrays, Map.of()).toString());
    assertThat(model.identity()[0][0] * model.unitScale()).isCloseTo(2f, within(1e-5f));
    assertThat(model.identityNames()).containsExactly("identity-000");
  }

  @Test
  void refusesOwnFormsThatDoNotFit() {
    Map<String, NamedArray> arrays = minimal();
    arrays.put("identity", NamedArray.float32(new float[9], 1, 3, 3));
    assertRefused(
        safetensors(arrays, Map.of()).toString(),
        "tensor identity: shape [1, 3, 3] (expected [any, 4, 3])");
    arrays = minimal();
    arrays.put("faces", NamedArray.int32(new int[] {0, 1, 4}, 1, 3));
    assertRefused(
        safetensors(arrays, Map.of()).toString(),
        "Invalid face 0: vertex index 4 (expected 0 to 3)");
    arrays = minimal();
    arrays.put("uvs", NamedArray.float32(new float[2], 1, 2));
    assertRefused(
        safetensors(arrays, Map.of()).toString(), "of the tensors uvs and uv_faces one is missing");
    arrays = minimal();
    arrays.put("mask.face", NamedArray.float32(new float[] {0, 2, 0, 0}, 4));
    assertRefused(
        safetensors(arrays, Map.of()).toString(),
        "Invalid region face: weight 2.0 at vertex 1 (expected 0 to 1)");
    assertRefused(
        safetensors(minimal(), Map.of("identity_names", "[\"a\", \"b\"]")).toString(),
        "its metadata identity_names has 2 names (expected 1)");
    assertRefused(
        safetensors(minimal(), Map.of("identity_names", "{")).toString(),
        "its metadata identity_names is no JSON array of strings");
    arrays = minimal();
    arrays.put("faces", NamedArray.int64(new long[] {0, 1, 1L << 40}, 1, 3));
    assertRefused(
        safetensors(arrays, Map.of()).toString(),
        "tensor faces: 1099511627776 at index 2 (expected 32-bit indices)");
  }

  @Test
  void refusesLinesThatDoNotFit() {
    assertLinesRefused(
        new int[] {0, 1, 2},
        new int[] {2},
        "[\"lips open\"]",
        "tensor lines: 3 vertices (expected 2 as line_lengths say)");
    assertLinesRefused(
        new int[] {0, 1, 2},
        new int[] {0, 3},
        "[\"lips open\", \"lips open\"]",
        "tensor line_lengths: 0 at index 0 (expected at least 1, and 3 in all)");
    assertLinesRefused(
        new int[] {0, 1, 2},
        new int[] {2, 2},
        "[\"lips open\", \"lips open\"]",
        "tensor line_lengths: 2 at index 1 (expected at least 1, and 3 in all)");
    assertLinesRefused(
        new int[] {0, 4},
        new int[] {2},
        "[\"left-eye closed\"]",
        "Invalid line of LEFT_EYE: vertex 4 (expected 0 to 3)");
    assertLinesRefused(
        new int[] {0, 1},
        new int[] {2},
        "[\"nose closed\"]",
        "its metadata line_names has 'nose closed' (expected a part and its ends, such as 'left-eye"
            + " closed' or 'outline open')");
    Map<String, NamedArray> arrays = minimal();
    arrays.put("lines", NamedArray.int32(new int[] {1}, 1));
    assertRefused(
        safetensors(arrays, Map.of()).toString(),
        "of the tensors lines and line_lengths one is missing");
  }

  private void assertLinesRefused(int[] lines, int[] lengths, String names, String reason) {
    Map<String, NamedArray> arrays = minimal();
    arrays.put("lines", NamedArray.int32(lines, lines.length));
    arrays.put("line_lengths", NamedArray.int32(lengths, lengths.length));
    assertRefused(safetensors(arrays, Map.of("line_names", names)).toString(), reason);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> FaceModels.open("head.stl"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Invalid face model: head.stl (expected builtin:head, ict:DIRECTORY, ");
    assertRefused("absent.npz", "there is no such file");
  }

  @Test
  void refusesFilesThatAreNoHdf() throws IOException {
    Path file = Files.writeString(directory.resolve("text.h5"), "no HDF file");
    assertThatThrownBy(() -> FaceModels.open(file.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot open face model %s: ".formatted(file));
  }

  private void assertRefused(String spec, String... reasons) {
    assertThatThrownBy(() -> FaceModels.open(spec))
        .isInstanceOf(UserException.class)
        .extracting(Throwable::getMessage)
        .isIn(
            (Object[])
                java.util.Arrays.stream(reasons)
                    .map(reason -> "Cannot open face model %s: %s".formatted(spec, reason))
                    .toArray());
  }

  private void assertPickleRefused(String pickle, String reason) throws IOException {
    Path file =
        Files.write(directory.resolve("model.pkl"), pickle.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file.toString(), reason);
  }

  private Path ict() throws IOException {
    return SmallFaceModels.ict(directory);
  }

  private Path bfm(float... variance) {
    return SmallFaceModels.bfm(directory, variance);
  }

  private Path npz(String name, String header, byte[] data) throws IOException {
    Path path = directory.resolve("model.npz");
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
      zip.write(text);
      zip.write(data);
      zip.closeEntry();
    }
    return path;
  }

  private static Map<String, NamedArray> minimal() {
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    arrays.put("mean", NamedArray.float32(CORNERS, 4, 3));
    arrays.put("faces", NamedArray.int32(FACES, 4, 3));
    float[] component = new float[12];
    component[0] = 1;
    arrays.put("identity", NamedArray.float32(component, 1, 4, 3));
    return arrays;
  }

  private Path safetensors(Map<String, NamedArray> arrays, Map<String, String> metadata) {
    Path path = directory.resolve("model.safetensors");
    SafetensorsWriter.write(path, arrays, metadata);
    return path;
  }

  private String resource(String name) throws IOException {
    return SmallFaceModels.flame(directory, name).toString();
  }
}
