package io.facesweep.assets;

import io.facesweep.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** NumPy's .npy format, version 1.0, for float32 arrays in row-major order. */
public final class NumpyFile {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;
  private static final Pattern SHAPE =
      Pattern.compile("'shape': \\((\\d{1,6}(?:, \\d{1,6}){0,7}),\\)");

  private NumpyFile() {}

  /** The file's bytes. */
  public static byte[] of(float[] values, int... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "Invalid array: %d values for shape %s".formatted(values.length, Arrays.toString(shape)));
    }
    byte[] header = header(shape);
    ByteBuffer file =
        ByteBuffer.allocate(header.length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(header).asFloatBuffer().put(values);
    return file.array();
  }

  /**
   * Reads what {@link #of} wrote: any shape, in row-major order.
   *
   * @param what the file, as messages name it
   * @throws UserException if it is anything else
   */
  public static float[] read(byte[] content, String what) {
    int length =
        content.length < PREFIX ? 0 : (content[8] & 0xff) + ((content[9] & 0xff) << Byte.SIZE);
    int begin = PREFIX + length;
    if (content.length >= begin && length > 0) {
      String text = new String(content, PREFIX, length, StandardCharsets.ISO_8859_1);
      Matcher shape = SHAPE.matcher(text);
      if (shape.find()) {
        int[] sizes =
            Arrays.stream(shape.group(1).split(", ?")).mapToInt(Integer::parseInt).toArray();
        long count = Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b);
        if (Arrays.equals(header(sizes), Arrays.copyOf(content, begin))
            && content.length - begin == count * Float.BYTES) {
          float[] values = new float[(int) count];
          ByteBuffer.wrap(content, begin, content.length - begin)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(values);
          return values;
        }
      }
    }
    throw new UserException("Cannot read %s: it is no float32 array of ours".formatted(what));
  }

  /** All that stands before the numbers. */
  private static byte[] header(int... shape) {
    String sizes =
        Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(sizes);
    int length = (PREFIX + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREFIX;
    ByteBuffer file = ByteBuffer.allocate(PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) length);
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    file.put(" ".repeat(length - header.length() - 1).getBytes(StandardCharsets.US_ASCII));
    file.put((byte) '\n');
    return file.array();
  }
}
