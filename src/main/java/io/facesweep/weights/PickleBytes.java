package io.facesweep.weights;

import io.facesweep.UserException;
import java.nio.charset.StandardCharsets;

/**
 * The operands of a pickle's instructions. Whatever length they claim is compared with the bytes
 * that are left before anything is allocated for it.
 */
final class PickleBytes {
  /** Of a global's module and name. */
  private static final int MAX_LINE = 1000;

  private final byte[] bytes;
  private int position;

  PickleBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  int position() {
    return position;
  }

  int unsigned() {
    require(1);
    return bytes[position++] & 0xff;
  }

  /** A little-endian whole number of up to eight bytes. */
  long unsigned(int count) {
    require(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes[position++] & 0xffL) << (8 * i);
    }
    return value;
  }

  /** A big-endian float64. */
  double float64() {
    return Double.longBitsToDouble(Long.reverseBytes(unsigned(8)));
  }

  /** A text whose length stands before it in {@code lengthBytes} bytes. */
  String text(int lengthBytes) {
    int length = claimed(lengthBytes);
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** Passes over data whose length stands before it. */
  void skip(int lengthBytes) {
    position += claimed(lengthBytes);
  }

  /** A two's-complement number whose length stands before it; 0 where it does not fit a long. */
  long number(int lengthBytes) {
    int length = claimed(lengthBytes);
    long value = 0;
    if (length > 0 && length <= Long.BYTES) {
      value = bytes[position + length - 1]; // with its sign
      for (int i = length - 2; i >= 0; i--) {
        value = value << 8 | bytes[position + i] & 0xff;
      }
    }
    position += length;
    return value;
  }

  /** A text up to the end of its line. */
  String line() {
    int begin = position;
    while (unsigned() != '\n') {
      if (position - begin > MAX_LINE) {
        throw refused("a name of more than %d bytes".formatted(MAX_LINE));
      }
    }
    return new String(bytes, begin, position - begin - 1, StandardCharsets.UTF_8);
  }

  private int claimed(int lengthBytes) {
    long claimed = unsigned(lengthBytes);
    int left = bytes.length - position;
    if (claimed < 0 || claimed > left) {
      throw refused(
          "an instruction that claims %s bytes, of which %d are left"
              .formatted(Long.toUnsignedString(claimed), left));
    }
    return (int) claimed;
  }

  private void require(int count) {
    if (count > bytes.length - position) {
      throw refused("no end");
    }
  }

  static UserException refused(String what) {
    return new UserException("it has " + what);
  }
}
