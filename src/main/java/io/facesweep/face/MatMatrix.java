package io.facesweep.face;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One matrix element of a .mat file: flags, sizes, name and values, read one after the other. */
final class MatMatrix {
  private static final int INT8 = 1;
  private static final int INT32 = 5;
  private static final int UINT32 = 6;
  private static final int MAX_AXES = 8;
  private static final int MAX_NAME = 256;
  private static final int MAX_VALUES = 1 << 28;
  private static final int COMPLEX = 0x08;

  /** Classes of numbers: double, single, and integers of 8 to 64 bits. */
  private static final int FIRST_NUMERIC = 6;

  private static final int LAST_NUMERIC = 15;
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final ByteOrder order;
  private long left;
  private int flags;
  private int[] shape = {};
  private String name = "";

  /** The tag of an element, and its contents if they stand in the tag itself. */
  private record Tag(int type, long length, boolean isSmall, int small) {}

  /**
   * @param in at the first part of the element
   * @param size most bytes that the element can have
   */
  MatMatrix(InputStream in, ByteOrder order, long size) {
    this.in = in;
    this.order = order;
    left = size;
  }

  /** Reads up to the name; what is no matrix of numbers has none that matters. */
  String readName() throws IOException {
    flags = ByteBuffer.wrap(bytes(UINT32, 8, "flags")).order(order).getInt();
    ByteBuffer sizes = ByteBuffer.wrap(bytes(INT32, 4 * MAX_AXES, "sizes")).order(order);
    shape = new int[sizes.remaining() / 4];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = sizes.getInt();
    }
    name = new String(bytes(INT8, MAX_NAME, "name"), StandardCharsets.ISO_8859_1);
    return name;
  }

  /**
   * Reads the values.
   *
   * @throws UserException if it is no matrix of real numbers, or its sizes are not those of its
   *     values
   */
  MatArray readValues() throws IOException {
    int kind = flags & 0xFF;
    if (kind < FIRST_NUMERIC || kind > LAST_NUMERIC || (flags >> 8 & COMPLEX) != 0) {
      throw new UserException(
          "Cannot read array %s: it is no matrix of real numbers".formatted(quoted()));
    }
    long count = shape.length < 2 ? -1 : 1;
    for (int size : shape) {
      count = size < 0 || count < 0 || count * size > MAX_VALUES ? -1 : count * size;
    }
    Tag tag = tag();
    int width = width(tag.type);
    if (count < 0 || tag.length != count * width || (!tag.isSmall && tag.length > left)) {
      throw new UserException(
          "Cannot read array %s: %d bytes for shape %s of %d bytes a value (expected as many as that has, and at most %d)"
              .formatted(quoted(), tag.length, Arrays.toString(shape), width, left));
    }
    float[] values = new float[(int) count];
    if (tag.isSmall) {
      ByteBuffer buffer = ByteBuffer.allocate(4).order(order).putInt(0, tag.small);
      for (int i = 0; i < values.length; i++) {
        values[i] = value(buffer, tag.type, i * width);
      }
    } else {
      fill(values, tag.type, width);
    }
    return new MatArray(name, shape, values);
  }

  private void fill(float[] values, int type, int width) throws IOException {
    for (int start = 0; start < values.length; start += CHUNK / width) {
      int count = Math.min(CHUNK / width, values.length - start);
      ByteBuffer buffer = ByteBuffer.wrap(exactly(count * width)).order(order);
      for (int i = 0; i < count; i++) {
        values[start + i] = value(buffer, type, i * width);
      }
    }
  }

  private static float value(ByteBuffer buffer, int type, int at) {
    return switch (type) {
      case INT8 -> buffer.get(at);
      case 2 -> buffer.get(at) & 0xFF;
      case 3 -> buffer.getShort(at);
      case 4 -> buffer.getShort(at) & 0xFFFF;
      case INT32 -> buffer.getInt(at);
      case UINT32 -> buffer.getInt(at) & 0xFFFFFFFFL;
      case 7 -> buffer.getFloat(at);
      case 9 -> (float) buffer.getDouble(at);
      default -> buffer.getLong(at);
    };
  }

  private int width(int type) {
    return switch (type) {
      case INT8, 2 -> 1;
      case 3, 4 -> 2;
      case INT32, UINT32, 7 -> 4;
      case 9, 12, 13 -> 8;
      default ->
          throw new UserException(
              "Cannot read array %s: its values are of type %d (expected numbers)"
                  .formatted(quoted(), type));
    };
  }

  private Tag tag() throws IOException {
    ByteBuffer tag = ByteBuffer.wrap(exactly(8)).order(order);
    int first = tag.getInt();
    int second = tag.getInt();
    return first >>> 16 != 0
        ? new Tag(first & 0xFFFF, first >>> 16, true, second)
        : new Tag(first, second & 0xFFFFFFFFL, false, 0);
  }

  /** The contents of a short part; parts begin at multiples of eight bytes. */
  private byte[] bytes(int type, int most, String what) throws IOException {
    Tag tag = tag();
    if (tag.type != type || tag.length > (tag.isSmall ? 4 : most)) {
      throw new UserException(
          "the %s of a matrix are of type %d and %d bytes (expected type %d and at most %d)"
              .formatted(what, tag.type, tag.length, type, most));
    }
    if (tag.isSmall) {
      byte[] small = ByteBuffer.allocate(4).order(order).putInt(tag.small).array();
      return Arrays.copyOf(small, (int) tag.length);
    }
    byte[] padded = exactly((int) (tag.length + 7) / 8 * 8);
    return Arrays.copyOf(padded, (int) tag.length);
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = count > left ? new byte[0] : in.readNBytes(count);
    if (bytes.length < count) {
      throw new UserException(
          "Cannot read array %s: it ends too early".formatted(name.isEmpty() ? "there" : quoted()));
    }
    left -= count;
    return bytes;
  }

  private String quoted() {
    return ForeignText.quoted(name);
  }
}
