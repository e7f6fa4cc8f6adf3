package io.facesweep.face;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An array as numpy stores it.
 *
 * @param name what to call it in errors
 * @param type numpy's type string without byte order, such as {@code f8}
 * @param shape sizes of its axes
 * @param order the byte order of the data
 * @param columnMajor whether the first axis varies fastest
 * @param data exactly the elements
 */
record NumpyArray(
    String name, String type, int[] shape, ByteOrder order, boolean columnMajor, byte[] data) {
  private static final Pattern TEXT = Pattern.compile("U[1-9][0-9]{0,3}");
  private static final long MAX_VALUES = 1L << 30;
  private static final long MAX_BYTES = Integer.MAX_VALUE - 16L;

  NumpyArray {
    requireBytes(name, type, shape, data.length);
  }

  /**
   * Refuses another number of bytes than the type and shape of an array have.
   *
   * @param typeWithOrder numpy's type string, with or without byte order
   */
  static void requireBytes(String name, String typeWithOrder, int[] shape, long bytes) {
    String type = withoutOrder(typeWithOrder);
    long expected = count(name, shape) * width(name, type);
    if (bytes != expected || bytes > MAX_BYTES) {
      throw new UserException(
          "Cannot read array %s: %d bytes for shape %s of %s (expected %d)"
              .formatted(name, bytes, shown(shape), type, Math.min(expected, MAX_BYTES)));
    }
  }

  /** The number of values; an axis of none hides no size of another. */
  private static long count(String name, int[] shape) {
    long count = 1;
    boolean isEmpty = false;
    for (int size : shape) {
      isEmpty |= size == 0;
      if (size < 0 || (count *= Math.max(1, size)) > MAX_VALUES) {
        throw new UserException(
            "Cannot read array %s: its shape is %s (expected at most %d values)"
                .formatted(name, shown(shape), MAX_VALUES));
      }
    }
    return isEmpty ? 0 : count;
  }

  private static String shown(int[] shape) {
    return shape.length <= 8 ? Arrays.toString(shape) : "of %d axes".formatted(shape.length);
  }

  private static boolean hasOrder(String type) {
    return !type.isEmpty() && "<>|=".indexOf(type.charAt(0)) >= 0;
  }

  private static String withoutOrder(String type) {
    return hasOrder(type) ? type.substring(1) : type;
  }

  static NumpyArray of(
      String name, String typeWithOrder, int[] shape, boolean columnMajor, byte[] data) {
    return new NumpyArray(
        name,
        withoutOrder(typeWithOrder),
        shape,
        typeWithOrder.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        columnMajor,
        data);
  }

  int size() {
    return data.length / width(name, type);
  }

  NumpyArray named(String other) {
    return new NumpyArray(other, type, shape, order, columnMajor, data);
  }

  /** Refuses another shape; -1 fits any size. */
  NumpyArray requireShape(int... expected) {
    boolean fits = shape.length == expected.length;
    for (int axis = 0; fits && axis < expected.length; axis++) {
      fits = expected[axis] < 0 || expected[axis] == shape[axis];
    }
    if (!fits) {
      throw new UserException(
          "Invalid array %s: shape %s (expected %s)"
              .formatted(name, shown(shape), Arrays.toString(expected).replace("-1", "any")));
    }
    return this;
  }

  /** The values in row-major order. */
  float[] floats() {
    float[] values = new float[size()];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(order);
    for (int i = 0; i < values.length; i++) {
      values[rowMajor(i)] = (float) value(buffer, i);
    }
    return values;
  }

  /**
   * The texts of an array of them, without the zeros that fill them up.
   *
   * @throws UserException if it holds numbers
   */
  List<String> texts() {
    if (!isText(type)) {
      throw new UserException(
          "Invalid array %s: its type is %s (expected texts)".formatted(name, type));
    }
    Charset characters =
        order == ByteOrder.BIG_ENDIAN ? Charset.forName("UTF-32BE") : Charset.forName("UTF-32LE");
    int width = width(name, type);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      String text = new String(data, i * width, width, characters);
      int end = text.indexOf('\0');
      texts.add(end < 0 ? text : text.substring(0, end));
    }
    return texts;
  }

  private static boolean isText(String type) {
    return TEXT.matcher(type).matches();
  }

  /** The values in row-major order; refuses any that is no 32-bit whole number. */
  int[] ints() {
    int[] values = new int[size()];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(order);
    for (int i = 0; i < values.length; i++) {
      double value = value(buffer, i);
      if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
        throw new UserException(
            "Invalid array %s: %s at index %d (expected whole numbers)".formatted(name, value, i));
      }
      values[rowMajor(i)] = (int) value;
    }
    return values;
  }

  private int rowMajor(int stored) {
    if (!columnMajor) {
      return stored;
    }
    int index = 0;
    int rest = stored;
    int stride = size();
    for (int size : shape) {
      stride /= size;
      index += rest % size * stride;
      rest /= size;
    }
    return index;
  }

  private double value(ByteBuffer buffer, int i) {
    return switch (type) {
      case "f8" -> buffer.getDouble(8 * i);
      case "f4" -> buffer.getFloat(4 * i);
      case "i8", "u8" -> buffer.getLong(8 * i);
      case "i4" -> buffer.getInt(4 * i);
      case "u4" -> buffer.getInt(4 * i) & 0xFFFFFFFFL;
      case "i2" -> buffer.getShort(2 * i);
      case "u2" -> buffer.getShort(2 * i) & 0xFFFF;
      case "i1" -> buffer.get(i);
      case "u1", "b1" -> buffer.get(i) & 0xFF;
      default ->
          throw new UserException(
              "Invalid array %s: its type is %s (expected numbers)".formatted(name, type));
    };
  }

  private static int width(String name, String type) {
    return switch (type) {
      case "f8", "i8", "u8" -> 8;
      case "f4", "i4", "u4" -> 4;
      case "i2", "u2" -> 2;
      case "i1", "u1", "b1" -> 1;
      default -> {
        if (isText(type)) {
          yield 4 * Integer.parseInt(type.substring(1));
        }
        throw new UserException(
            "Cannot read array %s: its type is %s (expected floats or integers)"
                .formatted(name, ForeignText.quoted(type)));
      }
    };
  }
}
