package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Face models whose authors mean harm, or whose disks did. */
final class HostileFacesTest {
  @TempDir private Path directory;

  @Test
  void filtersOfTheHdfLibraryAreRead() throws IOException {
    FaceModel model = FaceModels.open(resource("bfm-filtered.h5"));
    assertThat(model.vertexCount()).isEqualTo(4);
    assertThat(model.identityCount()).isEqualTo(2);
  }

  @Test
  void filtersThatDecodeInNativeMemoryAreRefused() throws IOException {
    assertRefused(
        resource("bfm-lz4.h5"),
        "Cannot read /shape/model/mean: filter 32004 (expected deflate, shuffle and fletcher32, each once at most)");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    resource("bfm-filtered.h5");
    for (String name :
        new String[] {"bfm-soft-link.h5", "bfm-endless-link.h5", "bfm-external-link.h5"}) {
      assertRefused(
          resource(name),
          "Cannot read /shape/model/mean: mean is a link (expected the data itself)");
    }
  }

  @Test
  void aChunkThatInflatesBeyondItsSizeIsRefused() throws IOException {
    assertRefused(
        resource("bfm-bomb.h5"),
        "Cannot read /shape/model/mean: the chunk at [0] is larger than the 52 bytes that it must have");
  }

  @Test
  void facesThatAreNoIndicesAreRefused() {
    float[] cells = new float[12];
    cells[4] = Float.NaN;
    assertRefused(
        bfm(cells), "Invalid /shape/representer/cells: NaN at index 4 (expected finite numbers)");
    cells[4] = 0.5f;
    assertRefused(
        bfm(cells), "Invalid /shape/representer/cells: 0.5 at face 1 (expected vertex indices)");
    assertRefused(
        bfm(new float[10]), "Invalid /shape/representer/cells: shape [10] (expected three a face)");
  }

  @Test
  void aDamagedHdfFileIsRefusedByName() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(resource("bfm-filtered.h5")));
    Path file = directory.resolve("cut.h5");
    for (int length = 100; length < whole.length / 2; length += 500) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> FaceModels.open(file.toString()))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot open face model " + file + ": ");
    }
  }

  @Test
  void anEmptyAxisHidesNoSizeOfAnother() throws IOException {
    assertRefused(
        npz("(0, 3, 1073741824)"),
        "Cannot read array v_template: its shape is [0, 3, 1073741824] (expected at most 1073741824 values)");
    assertRefused(
        npz("(0, 3)"), "Invalid array v_template: shape [0, 3] (expected at least one value)");
  }

  @Test
  void arraysOfNumpyAreMeasuredBeforeTheyAreRead() throws IOException {
    assertRefused(
        npz("(268435455, 3)"),
        "Cannot read array v_template: 0 bytes for shape [268435455, 3] of f8 (expected 2147483631)");
  }

  @Test
  void whatAPickleClaimsIsComparedWithWhatItHas() throws IOException {
    String claim =
        "Cannot read pickle: instruction 0x%02x claims %s bytes (expected at most the 0 that are left)";
    String most = "\u00ff\u00ff\u00ff\u007f";
    assertPickleRefused("B" + most, claim.formatted(0x42, "2147483647"));
    assertPickleRefused("X" + most, claim.formatted(0x58, "2147483647"));
    assertPickleRefused("\u008b" + most, claim.formatted(0x8b, "2147483647"));
    assertPickleRefused(
        "\u0096" + "\u00ff".repeat(8), claim.formatted(0x96, "18446744073709551615"));
  }

  @Test
  void numbersOfManyDigitsAreRefused() throws IOException {
    String refusal = "Cannot read pickle: it holds a number of more than 400 digits";
    assertPickleRefused("L" + "9".repeat(2_000_000) + "L\n.", refusal);
    assertPickleRefused("\u008b\u00e8\u0003\u0000\u0000" + "9".repeat(1000) + ".", refusal);
  }

  /** Lists of themselves have no end, and lists of the same lists have an exponential number. */
  @Test
  void namesAndKeysAreTexts() throws IOException {
    assertPickleRefused("]]\u0093.", "Cannot read pickle: it holds a name of ArrayList");
    assertPickleRefused("]NNs.", "Cannot read pickle: it holds a key of None");
    assertPickleRefused("]Vkey\nNs.", "Cannot read pickle: it holds an item of ArrayList");
    assertPickleRefused("}]q\u0000N" + "s.", "Cannot read pickle: it holds a key of ArrayList");
  }

  @Test
  void anArrayThatWrapsItselfIsNone() throws IOException {
    String ch = "cchumpy.ch\nCh\n)R";
    assertPickleRefused(
        "(dp0\nVv_template\n" + ch + "p1\n(dVx\ng1\nsbs.",
        "Cannot find array v_template (expected v_template, shapedirs and f, as in FLAME's files)");
  }

  @Test
  void nothingIsNoStateAndNoData() throws IOException {
    String array = "cnumpy.core.multiarray\n_reconstruct\n)R";
    assertPickleRefused(array + "Nb.", "Cannot read pickle: it holds a state of None for Array");
    assertPickleRefused(
        array + "(I1\n(I1\ntcnumpy\ndtype\n(Vf8\ntRI00\nNtb.",
        "Cannot read pickle: it holds array data of None");
  }

  @Test
  void oneTextIsNotEncodedOverAndOver() throws IOException {
    String encode = "c_codecs\nencode\np1\n(V" + "x".repeat(2000) + "\np2\nVlatin1\ntp3\nR";
    assertPickleRefused(
        encode + "g1\ng3\nR".repeat(500) + ".",
        "Cannot read pickle: it holds arrays that take more bytes than it has");
  }

  @Test
  void namesThatAreNoneAreRefused() {
    for (String names : new String[] {"null", "[null]"}) {
      Path file = directory.resolve("face.safetensors");
      SafetensorsWriter.write(
          file,
          Map.of(
              "mean", NamedArray.float32(SmallFaceModels.CORNERS, 4, 3),
              "faces", NamedArray.int32(SmallFaceModels.FACES, 4, 3),
              "identity", NamedArray.float32(new float[12], 1, 4, 3)),
          Map.of("identity_names", names));
      assertRefused(file.toString(), "its metadata identity_names is no JSON array of strings");
    }
  }

  @Test
  void messagesAreShort() throws IOException {
    Path file = directory.resolve("model.pkl");
    Files.writeString(file, "c" + "m".repeat(1_000_000) + "\nname\n.");
    assertThatThrownBy(() -> FaceModels.open(file.toString()))
        .isInstanceOf(UserException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  private static void assertRefused(String spec, String reason) {
    assertThatThrownBy(() -> FaceModels.open(spec))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot open face model %s: %s".formatted(spec, reason));
  }

  private void assertPickleRefused(String pickle, String reason) throws IOException {
    Path file =
        Files.write(directory.resolve("model.pkl"), pickle.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file.toString(), reason);
  }

  private String npz(String shape) throws IOException {
    Path path = directory.resolve("model.npz");
    byte[] header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }"
            .formatted(shape)
            .getBytes(StandardCharsets.US_ASCII);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("v_template.npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0});
      zip.write(header);
      zip.closeEntry();
    }
    return path.toString();
  }

  private String bfm(float[] cells) {
    Path path = directory.resolve("cells.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      WritableGroup shape = file.putGroup("shape");
      shape.putGroup("model").putDataset("mean", SmallFaceModels.CORNERS);
      shape.putGroup("representer").putDataset("cells", cells);
    }
    return path.toString();
  }

  private String resource(String name) throws IOException {
    return SmallFaceModels.flame(directory, name).toString();
  }
}
