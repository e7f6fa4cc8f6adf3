package io.facesweep.assets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** NumPy's .npy format, version 1.0, for float32 arrays in row-major order. */
final class NumpyFile {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;

  private NumpyFile() {}

  /** The file's bytes. */
  static byte[] of(float[] values, int... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "Invalid array: %d values for shape %s".formatted(values.length, Arrays.toString(shape)));
    }
    String sizes =
        Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(sizes);
    int length = (PREFIX + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREFIX;
    ByteBuffer file =
        ByteBuffer.allocate(PREFIX + length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) length);
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    file.put(" ".repeat(length - header.length() - 1).getBytes(StandardCharsets.US_ASCII));
    file.put((byte) '\n');
    file.asFloatBuffer().put(values);
    return file.array();
  }
}
