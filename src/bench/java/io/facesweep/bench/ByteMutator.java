package io.facesweep.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages files: flipped bits, cuts, splices, wrong lengths, absurd numbers, deep nesting. */
final class ByteMutator {
  private static final String[] TOKENS = {
    "0",
    "-1",
    "1e999999999",
    "9223372036854775807",
    "18446744073709551616",
    "99999999999999999999999999",
    "4294967296",
    "0.5",
    "null",
    "true",
    "NaN",
    "[]",
    "{}",
    "[[",
    "{\"a\":",
    "]",
    "}",
    ",",
    ":",
    "\"",
    "\"F32\"",
    "\"F8_E4M3\"",
    "\"__metadata__\"",
    "\"data_offsets\"",
    "\"shape\"",
    "\"dtype\"",
    "\\u0000",
    "\\ud800",
    "../",
    "/etc/passwd",
    "\u0000",
    "\u20ac",
    "\ufeff",
    "//",
    "'",
    "1,",
    "\"a\":{},"
  };

  private final SplittableRandom random;

  ByteMutator(SplittableRandom random) {
    this.random = random;
  }

  byte[] json(byte[] seed) {
    byte[] bytes = seed.clone();
    int times = times();
    for (int i = 0; i < times; i++) {
      bytes = once(bytes, 0, bytes.length);
    }
    return bytes;
  }

  /**
   * Half of the inputs keep the header's length right, so that the damage reaches the parser and
   * not the length check.
   */
  byte[] safetensors(byte[] seed) {
    int header = (int) ByteBuffer.wrap(seed).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] bytes = seed.clone();
    int end = 8 + header;
    int times = times();
    for (int i = 0; i < times; i++) {
      if (random.nextInt(8) == 0) {
        bytes = once(bytes, 0, bytes.length);
      } else {
        int before = bytes.length;
        bytes = once(bytes, Math.min(8, before), Math.min(end, before));
        end = Math.max(8, end + bytes.length - before);
      }
    }
    if (bytes.length >= 8) {
      ByteBuffer length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int choice = random.nextInt(8);
      if (choice < 6) {
        length.putLong(0, end - 8L);
      } else if (choice == 6) {
        length.putLong(0, random.nextLong());
      } else {
        length.putLong(0, length.getLong(0) + random.nextInt(-16, 17));
      }
    }
    return bytes;
  }

  /** Mostly one place: more than that seldom gets past the parser. */
  private int times() {
    return random.nextInt(3) < 2 ? 1 : 1 + random.nextInt(4);
  }

  private byte[] once(byte[] bytes, int from, int to) {
    if (to <= from) {
      return bytes;
    }
    int at = random.nextInt(from, to);
    return switch (random.nextInt(12)) {
      case 0 -> flipped(bytes, at);
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> replaced(bytes, at, at + 1, token());
      case 3 -> replaced(bytes, at, at, token());
      case 4 -> replaced(bytes, at, random.nextInt(at, to), new byte[0]);
      case 5 -> {
        int start = random.nextInt(from, to);
        byte[] piece = Arrays.copyOfRange(bytes, start, random.nextInt(start, to));
        yield replaced(bytes, at, at, piece);
      }
      case 6 -> replaced(bytes, at, at, nesting());
      default -> numberReplaced(bytes, at, to);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  /** Replaces the next run of digits. */
  private byte[] numberReplaced(byte[] bytes, int at, int to) {
    int start = at;
    while (start < to && (bytes[start] < '0' || bytes[start] > '9')) {
      start++;
    }
    int end = start;
    while (end < to && bytes[end] >= '0' && bytes[end] <= '9') {
      end++;
    }
    String small = Integer.toString(random.nextInt(random.nextBoolean() ? 4 : 64));
    byte[] number = random.nextInt(3) == 0 ? token() : small.getBytes(StandardCharsets.UTF_8);
    return replaced(bytes, start, end, number);
  }

  private byte[] token() {
    String token = TOKENS[random.nextInt(TOKENS.length)];
    return token.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] nesting() {
    String open = random.nextBoolean() ? "[" : "{\"a\":";
    int depth = 1 << random.nextInt(14);
    String close = random.nextBoolean() ? (open.equals("[") ? "]" : "1}") : "";
    return (open.repeat(depth) + close.repeat(depth)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
    ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length + with.length);
    result.write(bytes, 0, from);
    result.writeBytes(with);
    result.write(bytes, to, bytes.length - to);
    return result.toByteArray();
  }
}
