package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class NpzFileTest {
  @Test
  void readsBothOrders() {
    byte[] data = {1, 2, 3, 4, 5, 6};
    String shape = ", 'shape': (2, 3), }";
    assertThat(array("{'descr': '|u1', 'fortran_order': False" + shape, data).floats())
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(array("{'descr': '|u1', 'fortran_order': True" + shape, data).ints())
        .containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void readsEveryTypeOfNumber() {
    assertThat(one("<f8", buffer(8).putDouble(2.5))).isEqualTo(2.5f);
    assertThat(one("<f4", buffer(4).putFloat(2.5f))).isEqualTo(2.5f);
    assertThat(one("<i8", buffer(8).putLong(-7))).isEqualTo(-7);
    assertThat(one("<i4", buffer(4).putInt(-7))).isEqualTo(-7);
    assertThat(one("<u4", buffer(4).putInt(-1))).isEqualTo(4294967295f);
    assertThat(one("<i2", buffer(2).putShort((short) -7))).isEqualTo(-7);
    assertThat(one("<u2", buffer(2).putShort((short) -1))).isEqualTo(65535);
    assertThat(one("|i1", buffer(1).put((byte) -7))).isEqualTo(-7);
    assertThat(one("|u1", buffer(1).put((byte) -1))).isEqualTo(255);
    assertThat(one(">f4", buffer(4).order(ByteOrder.BIG_ENDIAN).putFloat(2.5f))).isEqualTo(2.5f);
  }

  @Test
  void refusesWhatIsNoArray() {
    assertRefused(new byte[20], "Cannot read array f: it is not a .npy file");
    byte[] cut = npy("{}", new byte[8]);
    cut[8] = 100;
    assertRefused(
        cut, "Cannot read array f: its header of 100 bytes is cut short, or longer than 1048576");
    assertRefused(
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }", new byte[8]),
        "Cannot read array f: its shape is (99999999999,)");
  }

  @Test
  void refusesIndicesThatAreNotWhole() {
    NumpyArray array =
        array(
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
            buffer(16).putDouble(3).putDouble(0.5).array());
    assertThatThrownBy(array::ints)
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid array f: 0.5 at index 1 (expected whole numbers)");
  }

  private static void assertRefused(byte[] npy, String message) {
    assertThatThrownBy(() -> read(npy)).isInstanceOf(UserException.class).hasMessage(message);
  }

  private static float one(String type, ByteBuffer data) {
    return array(
            "{'descr': '%s', 'fortran_order': False, 'shape': (1,), }".formatted(type),
            data.array())
        .floats()[0];
  }

  private static NumpyArray array(String header, byte[] data) {
    return read(npy(header, data));
  }

  private static NumpyArray read(byte[] npy) {
    try {
      return NpzFile.array("f", new ByteArrayInputStream(npy), npy.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] npy(String header, byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    bytes.writeBytes(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
    bytes.writeBytes(text);
    bytes.writeBytes(data);
    return bytes.toByteArray();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
