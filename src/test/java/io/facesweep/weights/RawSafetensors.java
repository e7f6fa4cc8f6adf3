package io.facesweep.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes safetensors files byte by byte, so that tests can write wrong ones. */
final class RawSafetensors {
  private RawSafetensors() {}

  static Path write(Path file, String header, byte[] data) {
    return write(file, header.getBytes(StandardCharsets.UTF_8), data);
  }

  static Path write(Path file, byte[] header, byte[] data) {
    return write(file, header.length, header, data);
  }

  static Path write(Path file, long claimedLength, byte[] header, byte[] data) {
    ByteBuffer all =
        ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(claimedLength).put(header).put(data);
    return writeBytes(file, all.array());
  }

  static Path writeBytes(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }
}
