package io.facesweep.face;

import io.facesweep.UserException;
import java.io.ByteArrayInputStream;
import net.razorvine.pickle.Opcodes;

/**
 * Compares what a pickle's instruction claims with the bytes that are left, before anything is
 * allocated for it. The unpickler itself believes every claim.
 */
final class PickleClaims {
  /** Digits of a number: face models hold none of more than twenty. */
  private static final int MAX_DIGITS = 400;

  private final ByteArrayInputStream input;

  /**
   * @param input the pickle, read up to the operand of an instruction whenever {@link #check} is
   *     called
   */
  PickleClaims(ByteArrayInputStream input) {
    this.input = input;
  }

  /**
   * Checks the operand of an instruction, and leaves it to be read.
   *
   * @throws UserException if it claims more than is left, or a number is too long
   */
  void check(short instruction) {
    switch (instruction) {
      case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES -> length(instruction, 4);
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> length(instruction, 8);
      case Opcodes.LONG4 -> {
        if (length(instruction, 4) > MAX_DIGITS) {
          throw tooLong();
        }
      }
      case Opcodes.INT, Opcodes.LONG, Opcodes.FLOAT -> line();
      default -> {
        // at most 255 bytes, or a line that costs no more than its length
      }
    }
  }

  private long length(short instruction, int bytes) {
    int left = input.available() - bytes;
    long claimed = 0;
    input.mark(bytes);
    for (int i = 0; i < bytes; i++) {
      claimed |= (input.read() & 0xFFL) << (8 * i);
    }
    input.reset();
    if (claimed < 0 || claimed > left) {
      throw new UserException(
          "Cannot read pickle: instruction 0x%02x claims %s bytes (expected at most the %d that are left)"
              .formatted(instruction, Long.toUnsignedString(claimed), Math.max(0, left)));
    }
    return claimed;
  }

  private void line() {
    input.mark(MAX_DIGITS);
    int digits = 0;
    for (int b = input.read(); b >= 0 && b != '\n'; b = input.read()) {
      if (++digits > MAX_DIGITS) {
        throw tooLong();
      }
    }
    input.reset();
  }

  private static UserException tooLong() {
    return new UserException(
        "Cannot read pickle: it holds a number of more than %d digits".formatted(MAX_DIGITS));
  }
}
