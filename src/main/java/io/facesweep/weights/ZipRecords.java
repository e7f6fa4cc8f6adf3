package io.facesweep.weights;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a zip archive as torch writes it: records stored without compression, side by
 * side from the first byte of the file. Everything else is refused, so that every record is a range
 * of the file that may be read in place, no byte belongs to two of them, and nothing grows while it
 * is read. Understands the 64-bit fields of archives beyond 4 GiB (PKWARE APPNOTE 4.3 and 4.5.3).
 */
final class ZipRecords {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64_BYTES = 56;
  private static final int ENCRYPTED = 1;
  private static final int WIDE = 1;
  private static final long ABSENT = 0xffffffffL;
  private static final int MAX_DIRECTORY = 64 << 20;

  private final Path path;
  private final FileChannel channel;
  private final long size;

  /**
   * One record.
   *
   * @param begin first byte of its data in the file
   * @param end byte after its data
   */
  record Range(long begin, long end) {
    long bytes() {
      return end - begin;
    }
  }

  /** What the directory says of a record. */
  private record Listed(String name, long header, long bytes) {}

  private ZipRecords(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.size = channel.size();
  }

  /**
   * Reads the directory, and the header in front of every record.
   *
   * @throws UserException when the archive is truncated, compressed, or otherwise not as torch
   *     writes it
   */
  static Map<String, Range> read(Path path, FileChannel channel) throws IOException {
    return new ZipRecords(path, channel).ranges();
  }

  private Map<String, Range> ranges() throws IOException {
    List<Listed> listed = directory();
    listed.sort(Comparator.comparingLong(Listed::header));
    Map<String, Range> ranges = new LinkedHashMap<>();
    long free = 0;
    for (Listed record : listed) {
      if (record.header() < free || (free == 0 && record.header() != 0)) {
        throw refused(
            free == 0
                ? "%d bytes precede its first record".formatted(record.header())
                : "the record '%s' overlaps another".formatted(ForeignText.quoted(record.name())));
      }
      Range range = range(record);
      if (ranges.put(record.name(), range) != null) {
        throw refused(
            "the record '%s' is in it twice".formatted(ForeignText.quoted(record.name())));
      }
      free = range.end();
    }
    return ranges;
  }

  private Range range(Listed record) throws IOException {
    ByteBuffer header = bytes(record.header(), LOCAL_BYTES);
    byte[] name = record.name().getBytes(StandardCharsets.UTF_8);
    if (header.getInt(0) != LOCAL || header.getShort(26) != (short) name.length) {
      throw disagreement(record);
    }
    ByteBuffer there = bytes(record.header() + LOCAL_BYTES, name.length);
    if (!there.equals(ByteBuffer.wrap(name))) {
      throw disagreement(record);
    }
    long begin = record.header() + LOCAL_BYTES + name.length + (header.getShort(28) & 0xffff);
    if (record.bytes() > size - begin) {
      throw refused(
          "the record '%s' claims %d bytes, of which the file has %d; it is truncated"
              .formatted(
                  ForeignText.quoted(record.name()), record.bytes(), Math.max(0, size - begin)));
    }
    return new Range(begin, begin + record.bytes());
  }

  private List<Listed> directory() throws IOException {
    if (size < END_BYTES) {
      throw truncated();
    }
    ByteBuffer end = bytes(size - END_BYTES, END_BYTES);
    if (end.getInt(0) != END) {
      throw truncated();
    }
    long after = size - END_BYTES;
    long count = end.getShort(10) & 0xffff;
    long length = end.getInt(12) & ABSENT;
    long offset = end.getInt(16) & ABSENT;
    if (after >= LOCATOR_64_BYTES + END_64_BYTES) {
      ByteBuffer locator = bytes(after - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
      if (locator.getInt(0) == LOCATOR_64) {
        after = after - LOCATOR_64_BYTES - END_64_BYTES;
        ByteBuffer wide = bytes(after, END_64_BYTES);
        if (locator.getLong(8) != after || wide.getInt(0) != END_64) {
          throw truncated();
        }
        count = wide.getLong(32);
        length = wide.getLong(40);
        offset = wide.getLong(48);
      }
    }
    if (length < 0 || length > MAX_DIRECTORY || offset < 0 || offset != after - length) {
      throw refused(
          "its directory of %s bytes does not end where the file does; it is truncated or not written by torch"
              .formatted(Long.toUnsignedString(length)));
    }
    ByteBuffer directory = bytes(offset, (int) length);
    List<Listed> listed = new ArrayList<>();
    while (directory.hasRemaining()) {
      listed.add(listed(directory, offset));
    }
    if (listed.size() != count) {
      throw refused("its directory lists %d records of %d".formatted(listed.size(), count));
    }
    return listed;
  }

  private Listed listed(ByteBuffer directory, long directoryBegin) {
    int at = directory.position();
    if (directory.remaining() < CENTRAL_BYTES || directory.getInt(at) != CENTRAL) {
      throw refused("its directory is damaged");
    }
    int nameBytes = directory.getShort(at + 28) & 0xffff;
    int extraBytes = directory.getShort(at + 30) & 0xffff;
    int commentBytes = directory.getShort(at + 32) & 0xffff;
    int after = CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
    if (after > directory.remaining()) {
      throw refused("its directory is damaged");
    }
    String name =
        new String(directory.array(), at + CENTRAL_BYTES, nameBytes, StandardCharsets.UTF_8);
    long compressed = directory.getInt(at + 20) & ABSENT;
    long bytes = directory.getInt(at + 24) & ABSENT;
    long header = directory.getInt(at + 42) & ABSENT;
    ByteBuffer wide = wide(directory, at + CENTRAL_BYTES + nameBytes, extraBytes);
    bytes = bytes == ABSENT ? next(wide) : bytes;
    compressed = compressed == ABSENT ? next(wide) : compressed;
    header = header == ABSENT ? next(wide) : header;
    if (directory.getShort(at + 10) != 0
        || compressed != bytes
        || (directory.getShort(at + 8) & ENCRYPTED) != 0) {
      throw refused(
          "the record '%s' is compressed or encrypted, as torch never writes it"
              .formatted(ForeignText.quoted(name)));
    }
    if (bytes < 0 || header < 0 || header > directoryBegin - LOCAL_BYTES) {
      throw refused("its directory is damaged");
    }
    directory.position(at + after);
    return new Listed(name, header, bytes);
  }

  /** The 64-bit fields of a record, where it has any. */
  private static @Nullable ByteBuffer wide(ByteBuffer directory, int begin, int length) {
    int at = begin;
    while (at + 4 <= begin + length) {
      int id = directory.getShort(at) & 0xffff;
      int bytes = directory.getShort(at + 2) & 0xffff;
      if (id == WIDE && at + 4 + bytes <= begin + length) {
        return directory
            .duplicate()
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(at + 4)
            .limit(at + 4 + bytes);
      }
      at += 4 + bytes;
    }
    return null;
  }

  private long next(@Nullable ByteBuffer wide) {
    if (wide == null || wide.remaining() < Long.BYTES) {
      throw refused("its directory is damaged");
    }
    return wide.getLong();
  }

  private ByteBuffer bytes(long position, int count) throws IOException {
    if (position < 0 || count > size - position) {
      throw truncated();
    }
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    SafetensorsFile.readFully(channel, buffer, position);
    return buffer.flip();
  }

  private UserException disagreement(Listed record) {
    return refused(
        "the record '%s' has another header than the directory says"
            .formatted(ForeignText.quoted(record.name())));
  }

  private UserException truncated() {
    return refused("it is a zip archive without its end; it is truncated");
  }

  private UserException refused(String why) {
    return new UserException("Cannot read %s: %s".formatted(path, why));
  }
}
