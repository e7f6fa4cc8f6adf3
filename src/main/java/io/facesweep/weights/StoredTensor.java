package io.facesweep.weights;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Where a tensor lies in a file, whatever that file's format. Its bytes have been compared with the
 * file's size; they are read when they are asked for.
 *
 * @param name by which a state dict knows it, which need not be the file's
 * @param file that holds it
 * @param shape sizes of the dimensions; empty for a scalar. Not a copy: do not write to it
 * @param strides elements from one index of a dimension to the next: of a row-major tensor those
 *     that follow from the shape. Not a copy
 * @param begin first byte of its first element in the file
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by name, never by value.
public record StoredTensor(
    String name, Path file, StoredType type, long[] shape, long[] strides, long begin) {

  /** A row-major tensor. */
  static StoredTensor rowMajor(Path file, SafetensorsFile.Entry entry) {
    long[] shape = entry.shape();
    return new StoredTensor(entry.name(), file, entry.type(), shape, strides(shape), entry.begin());
  }

  /** The strides of a row-major tensor. */
  static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  /** The same tensor under another name. */
  public StoredTensor named(String other) {
    return new StoredTensor(other, file, type, shape, strides, begin);
  }

  /**
   * Some rows of it: a part of its first dimension.
   *
   * @param from first row, from 0
   * @param to row after the last
   */
  public StoredTensor rows(long from, long to) {
    long[] part = shape.clone();
    part[0] = to - from;
    return new StoredTensor(
        name, file, type, part, strides, begin + from * strides[0] * type.bytes());
  }

  /** Elements: the product of the shape. */
  public long elements() {
    long product = 1;
    for (long size : shape) {
      product *= size;
    }
    return product;
  }

  /** Bytes that it takes when it is row-major. */
  public long bytes() {
    return elements() * type.bytes();
  }

  private boolean isRowMajor() {
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != stride) {
        return false;
      }
      stride *= shape[axis];
    }
    return true;
  }

  /**
   * Reads all elements, row-major and little-endian, to the buffer's position, and moves the
   * position behind them.
   *
   * @param target best a direct buffer, with room for {@link #bytes()}
   * @throws UserException when the file cannot be read, or has shrunk since its header was read
   */
  public void readInto(ByteBuffer target) {
    int limit = target.limit();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      target.limit(target.position() + Math.toIntExact(bytes()));
      if (elements() == 0 || isRowMajor()) {
        SafetensorsFile.readFully(channel, target, begin);
      } else {
        gather(channel, target);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot read tensor '%s' of %s: %s".formatted(ForeignText.quoted(name), file, e), e);
    } finally {
      target.limit(limit);
    }
  }

  /** Copies the elements of a view one by one, from the file as it is mapped. */
  private void gather(FileChannel channel, ByteBuffer target) throws IOException {
    long last = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      last += (shape[axis] - 1) * strides[axis];
    }
    long extent = (last + 1) * type.bytes();
    if (begin + extent > channel.size()) {
      throw new IOException("the file ends at byte " + channel.size());
    }
    ByteBuffer source = channel.map(FileChannel.MapMode.READ_ONLY, begin, extent);
    long[] index = new long[shape.length];
    long count = elements();
    long element = 0;
    for (long i = 0; i < count; i++) {
      copy(source, Math.toIntExact(element * type.bytes()), target);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        element += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        element -= index[axis] * strides[axis];
        index[axis] = 0;
      }
    }
  }

  private void copy(ByteBuffer source, int at, ByteBuffer target) {
    switch (type.bytes()) {
      case 1 -> target.put(source.get(at));
      case 2 -> target.putShort(source.order(target.order()).getShort(at));
      case 4 -> target.putInt(source.order(target.order()).getInt(at));
      default -> target.putLong(source.order(target.order()).getLong(at));
    }
  }

  /**
   * Reads a floating tensor as float32, row-major.
   *
   * @throws UserException when it is not floating, cannot be read, or is too large for an array
   */
  public float[] floats() {
    requireFloating();
    ByteBuffer buffer = ByteBuffer.allocate((int) bytes()).order(ByteOrder.LITTLE_ENDIAN);
    readInto(buffer);
    buffer.flip();
    float[] values = new float[(int) elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case F64 -> (float) buffer.getDouble();
            case F32 -> buffer.getFloat();
            case F16 -> ReducedFloats.fromHalf(buffer.getShort());
            default -> ReducedFloats.fromBfloat16(buffer.getShort());
          };
    }
    return values;
  }

  /** Checks that it can be read as floats in one piece. */
  void requireFloating() {
    if (!type.isFloating() || bytes() > Integer.MAX_VALUE - 8) {
      throw new UserException(
          "Cannot read tensor '%s' of %s: it is %s %s (expected F64, F32, F16 or BF16 of less than 2 GiB)"
              .formatted(ForeignText.quoted(name), file, type, shown()));
    }
  }

  /** The shape for a message. */
  String shown() {
    return SafetensorsHeader.shown(shape);
  }

  /** Whether it has this shape. */
  public boolean hasShape(long... expected) {
    return Arrays.equals(shape, expected);
  }
}
