package io.facesweep.weights;

import com.google.gson.stream.JsonWriter;
import io.facesweep.UserException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes safetensors files as the reference implementation lays them out: tensors with the widest
 * type first, then by name; the header padded with spaces to a multiple of 8 bytes. The same arrays
 * give the same bytes.
 */
public final class SafetensorsWriter {
  private static final int CHUNK = 1 << 20;

  private SafetensorsWriter() {}

  /**
   * Writes to a temporary file beside the target and renames it, so that the target is whole or
   * untouched.
   *
   * @param metadata strings for {@code __metadata__}; empty for none
   * @throws UserException when the file cannot be written
   */
  public static void write(
      Path target, Map<String, NamedArray> arrays, Map<String, String> metadata) {
    if (arrays.containsKey("__metadata__")) {
      throw new IllegalArgumentException(
          "Invalid tensor name: __metadata__ (expected another; the format keeps it for strings)");
    }
    List<Map.Entry<String, NamedArray>> inOrder =
        arrays.entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<String, NamedArray> entry) -> -entry.getValue().type().bytes())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Path absolute = target.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null) {
      throw new UserException("Cannot write %s: it is not a file name".formatted(target));
    }
    try {
      // Not createTempFile, whose files only their owner may read.
      Path temporary =
          directory.resolve(".%s.%s.tmp".formatted(absolute.getFileName(), UUID.randomUUID()));
      try {
        writeTo(temporary, inOrder, metadata);
        Files.move(
            temporary,
            absolute,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(target, e), e);
    }
  }

  private static void writeTo(
      Path file, List<Map.Entry<String, NamedArray>> arrays, Map<String, String> metadata)
      throws IOException {
    byte[] json = header(arrays, metadata).getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer head = ByteBuffer.allocate(8 + json.length + padding);
      head.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length + padding).put(json);
      for (int i = 0; i < padding; i++) {
        head.put((byte) ' ');
      }
      drain(channel, head);
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      for (Map.Entry<String, NamedArray> array : arrays) {
        for (int i = 0; i < array.getValue().elements(); i++) {
          if (chunk.remaining() < 8) {
            drain(channel, chunk);
          }
          array.getValue().put(i, chunk);
        }
      }
      drain(channel, chunk);
      channel.force(true);
    }
  }

  private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private static String header(
      List<Map.Entry<String, NamedArray>> arrays, Map<String, String> metadata) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name("__metadata__").beginObject();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      long offset = 0;
      for (Map.Entry<String, NamedArray> entry : arrays) {
        NamedArray array = entry.getValue();
        json.name(entry.getKey()).beginObject();
        json.name("dtype").value(array.type().name());
        json.name("shape").beginArray();
        for (long size : array.shape()) {
          json.value(size);
        }
        json.endArray();
        json.name("data_offsets").beginArray();
        json.value(offset).value(offset + array.bytes());
        json.endArray().endObject();
        offset += array.bytes();
      }
      json.endObject();
    }
    return text.toString();
  }
}
