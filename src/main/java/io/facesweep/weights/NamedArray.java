package io.facesweep.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A row-major array with its shape, to be written to a safetensors file under a name. It refers to
 * the caller's array and converts while writing.
 */
public final class NamedArray {
  private final StoredType type;
  private final long[] shape;
  private final Encoder encoder;

  private interface Encoder {
    void put(int index, ByteBuffer target);
  }

  private NamedArray(StoredType type, int length, long[] shape, Encoder encoder) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements != length || Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException(
          "Invalid shape: %s (expected %d elements)".formatted(Arrays.toString(shape), length));
    }
    this.type = type;
    this.shape = shape.clone();
    this.encoder = encoder;
  }

  /** An array that is stored as F32. */
  public static NamedArray float32(float[] values, long... shape) {
    return new NamedArray(
        StoredType.F32, values.length, shape, (i, target) -> target.putFloat(values[i]));
  }

  /**
   * An array that is stored as F16, rounded to nearest.
   *
   * @throws IllegalArgumentException when a finite value is beyond F16's range
   */
  public static NamedArray float16(float[] values, long... shape) {
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(values[i])
          && !Float.isFinite(ReducedFloats.fromHalf(ReducedFloats.toHalf(values[i])))) {
        throw new IllegalArgumentException(
            "Invalid value %d: %s (expected at most 65504 in magnitude to be stored as F16)"
                .formatted(i, values[i]));
      }
    }
    return new NamedArray(
        StoredType.F16,
        values.length,
        shape,
        (i, target) -> target.putShort(ReducedFloats.toHalf(values[i])));
  }

  /** An array that is stored as I64. */
  public static NamedArray int64(long[] values, long... shape) {
    return new NamedArray(
        StoredType.I64, values.length, shape, (i, target) -> target.putLong(values[i]));
  }

  /** An array that is stored as I32. */
  public static NamedArray int32(int[] values, long... shape) {
    return new NamedArray(
        StoredType.I32, values.length, shape, (i, target) -> target.putInt(values[i]));
  }

  /** How it is stored. */
  public StoredType type() {
    return type;
  }

  /** Sizes of its dimensions. */
  public long[] shape() {
    return shape.clone();
  }

  int elements() {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  long bytes() {
    return (long) elements() * type.bytes();
  }

  /** Appends one element in little-endian order to the buffer. */
  void put(int index, ByteBuffer target) {
    encoder.put(index, target);
  }
}
