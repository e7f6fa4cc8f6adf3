package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HIFI3D++, and MATLAB's files. */
final class HifiModelTest {
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;
  private static final int DOUBLE_CLASS = 6;
  private static final int CELL_CLASS = 1;
  private static final int DOUBLES = 9;

  @TempDir private Path directory;

  @Test
  void opensTheFileAsPublished() throws IOException {
    FaceModel model = FaceModels.open(resource("hifi.mat"));
    assertThat(model.mean().faces()).containsExactly(SmallFaceModels.FACES);
    assertThat(model.mean().textureFaces()).containsExactly(SmallFaceModels.FACES);
    assertThat(model.mean().textureCoordinates()).containsExactly(0, 0, 1, 0, 0, 1, 0.5f, 0.5f);
    assertThat(model.identityNames()).containsExactly("identity-000", "identity-001");
    assertThat(model.identity()[0][4] * model.unitScale()).isCloseTo(2f, within(1e-6f));
    assertThat(model.identity()[1][11] * model.unitScale()).isCloseTo(3f, within(1e-6f));
    assertThat(model.expressionNames()).containsExactly("expression-000");
    assertThat(model.regions().get("face")).containsExactly(0, 1, 1, 0);
    assertThat(model.landmarks()).containsEntry("keypoint-00", 1).containsEntry("keypoint-01", 2);
    assertThat(model.source()).isEqualTo("HIFI3D++, Tencent AI Lab, for research only");
  }

  @Test
  void aScaledBasisIsTakenAsItIs() throws IOException {
    FaceModel model = FaceModels.open(resource("hifi-plain.mat"));
    assertThat(model.identity()[0][4] * model.unitScale()).isCloseTo(2f, within(1e-6f));
    assertThat(model.identity()[1][11] * model.unitScale()).isCloseTo(3f, within(1e-6f));
    assertThat(model.mean().faces()).containsExactly(SmallFaceModels.FACES);
    assertThat(model.source()).endsWith("a cylindrical projection stands in");
  }

  @Test
  void refusesFilesOfAnotherForm() throws IOException {
    assertRefused(new byte[64], "it is no .mat file of version 5");
    byte[] newer = new byte[512];
    byte[] mark = "MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, newer, 0, mark.length);
    assertRefused(newer, "it is a .mat file of version 7.3 (expected version 5: save it with -v7)");
    assertRefused(
        file(),
        "Cannot find array mu_shape (expected mu_shape, basis_shape and tri, as in HIFI3D++.mat)");
  }

  @Test
  void refusesMatricesOfSomethingElse() throws IOException {
    assertRefused(
        file(element(MATRIX, matrix(CELL_CLASS, "mu_shape", new double[3], 1, 3))),
        "Cannot read array mu_shape: it is no matrix of real numbers");
    assertRefused(
        file(element(MATRIX, matrix(DOUBLE_CLASS, "mu_shape", new double[6], 2, 3))),
        "Invalid array mu_shape: shape [2, 3] (expected one row or one column)");
    assertRefused(
        file(element(MATRIX, matrix(DOUBLE_CLASS, "mu_shape", new double[4], 1, 4))),
        "Invalid array mu_shape: 4 values (expected three a vertex)");
    assertRefused(
        file(
            element(MATRIX, matrix(DOUBLE_CLASS, "mu_shape", new double[3], 1, 3)),
            element(MATRIX, matrix(DOUBLE_CLASS, "tri", new double[] {1, 1, 0.5}, 1, 3))),
        "Invalid array tri: 0.5 in row 0 (expected whole numbers of 1 to 1)");
  }

  @Test
  void whatAFileClaimsIsComparedWithWhatItHas() throws IOException {
    byte[] cut = file(element(MATRIX, matrix(DOUBLE_CLASS, "mu_shape", new double[3], 1, 3)));
    ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(132, 1 << 30);
    assertRefused(
        cut, "an element claims 1073741824 bytes (expected at most the 80 that are left)");
    assertRefused(
        file(element(MATRIX, matrix(DOUBLE_CLASS, "mu_shape", new double[3], 1, 1 << 20))),
        "Cannot read array mu_shape: 24 bytes for shape [1, 1048576] of 8 bytes a value"
            + " (expected as many as that has, and at most 24)");
    assertRefused(
        file(element(COMPRESSED, new byte[64])), "an element is not whole, or no deflated one");
    byte[] bomb = matrix(DOUBLE_CLASS, "mu_shape", new double[3], 1, 1 << 27);
    ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(bomb.length - 28, 1 << 30);
    assertThatThrownBy(() -> open(file(deflated(bomb))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1073741824 bytes for shape [1, 134217728] of 8 bytes a value");
  }

  private static byte[] file(byte[]... elements) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("%-124s".formatted("MATLAB 5.0 MAT-file").getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {0, 1, 'I', 'M'});
    for (byte[] element : elements) {
      out.write(element);
    }
    return out.toByteArray();
  }

  private static byte[] element(int type, byte[] contents) {
    int padded = type == COMPRESSED ? contents.length : (contents.length + 7) / 8 * 8;
    ByteBuffer element = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    return element.putInt(type).putInt(contents.length).put(contents).array();
  }

  private static byte[] deflated(byte[] matrix) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(element(MATRIX, matrix));
    }
    return element(COMPRESSED, out.toByteArray());
  }

  private static byte[] matrix(int kind, String name, double[] values, int... shape)
      throws IOException {
    ByteBuffer flags = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(kind);
    ByteBuffer sizes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putInt(shape[0]).putInt(shape[1]);
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(values);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(element(6, flags.array()));
    out.write(element(5, sizes.array()));
    out.write(element(1, name.getBytes(StandardCharsets.US_ASCII)));
    out.write(element(DOUBLES, data.array()));
    return out.toByteArray();
  }

  private FaceModel open(byte[] bytes) throws IOException {
    return FaceModels.open(Files.write(directory.resolve("face.mat"), bytes).toString());
  }

  private void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot open face model %s: %s".formatted(directory.resolve("face.mat"), reason));
  }

  private String resource(String name) throws IOException {
    return SmallFaceModels.flame(directory, name).toString();
  }
}
