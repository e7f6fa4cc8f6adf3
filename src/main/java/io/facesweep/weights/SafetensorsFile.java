package io.facesweep.weights;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open safetensors file: eight bytes of header length (little-endian), a JSON header, then the
 * tensors' bytes.
 *
 * <p>The header is checked whole before anything is read, by the rules of the reference
 * implementation (github.com/huggingface/safetensors): at most 100 MB, every tensor's bytes equal
 * to its shape times its type, tensors side by side from the first byte of the data to the last
 * byte of the file. Reads are positional, so that threads may share an open file. What a file
 * claims never decides an allocation before it was compared with the file's size.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final long MAX_HEADER = 100_000_000;
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final long dataStart;
  private final SafetensorsHeader header;

  /**
   * One tensor of the file.
   *
   * @param shape sizes of the dimensions, row-major; empty for a scalar. Not a copy: do not write
   *     to it
   * @param begin first byte of its data in the file
   * @param end byte after its data in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by name, never by value.
  public record Entry(String name, StoredType type, long[] shape, long begin, long end) {
    /** Elements: the product of the shape. */
    public long elements() {
      return (end - begin) / type.bytes();
    }

    /** Size of its data. */
    public long bytes() {
      return end - begin;
    }
  }

  private SafetensorsFile(
      Path path, FileChannel channel, long dataStart, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws UserException naming the file, and every tensor whose entry breaks a rule
   */
  public static SafetensorsFile open(Path path) {
    FileChannel channel;
    try {
      if (!Files.isRegularFile(path)) {
        throw new UserException("Cannot read %s: there is no such file".formatted(path));
      }
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(path, e), e);
    }
    SafetensorsFile opened = null;
    try {
      opened = open(path, channel);
      return opened;
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(path, e), e);
    } finally {
      if (opened == null) {
        closeQuietly(channel);
      }
    }
  }

  private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw new UserException(
          "Cannot read %s: %d bytes are too few for a safetensors file (expected at least 8)"
              .formatted(path, size));
    }
    ByteBuffer prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, prefix, 0);
    long length = prefix.flip().getLong();
    if (length < 0 || length > MAX_HEADER) {
      throw new UserException(
          "Cannot read %s: its header claims %s bytes (expected at most %d); is this a safetensors file?"
              .formatted(path, Long.toUnsignedString(length), MAX_HEADER));
    }
    if (length > size - 8) {
      throw new UserException(
          "Cannot read %s: its header claims %d bytes, longer than the file of %d bytes; the file is truncated"
              .formatted(path, length, size));
    }
    byte[] json = new byte[(int) length];
    readFully(channel, ByteBuffer.wrap(json), 8);
    long dataStart = 8 + length;
    return new SafetensorsFile(
        path, channel, dataStart, SafetensorsHeader.parse(json, path, dataStart, size));
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The reason why the file could not be opened is on its way to the caller; this one adds
      // nothing to it.
      return;
    }
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** The tensors in the order of their data. */
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(header.entries().values());
  }

  /** True when the file holds a tensor of that name. */
  public boolean has(String name) {
    return header.entries().containsKey(name);
  }

  /**
   * The tensor of that name.
   *
   * @throws UserException when there is no such tensor
   */
  public Entry entry(String name) {
    @Nullable Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new UserException(
          "Cannot find tensor '%s' in %s: it holds %d others"
              .formatted(name, path, header.entries().size()));
    }
    return entry;
  }

  /** The strings under {@code __metadata__}; empty when there are none. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** Returns where the data starts: 8 plus the header's length. */
  public long dataStart() {
    return dataStart;
  }

  /**
   * Reads the whole of a tensor's bytes, as stored, to the buffer's position, and moves the
   * position behind them.
   *
   * @param target best a direct buffer, with room for {@link Entry#bytes()}
   * @throws IllegalArgumentException when the buffer has no room
   * @throws UserException when the file cannot be read, or has shrunk since it was opened
   */
  public void readInto(Entry entry, ByteBuffer target) {
    if (target.remaining() < entry.bytes()) {
      throw new IllegalArgumentException(
          "Cannot read tensor '%s': %d bytes into a buffer with room for %d"
              .formatted(entry.name(), entry.bytes(), target.remaining()));
    }
    int limit = target.limit();
    target.limit(target.position() + (int) entry.bytes());
    read(entry, target, entry.begin());
    target.limit(limit);
  }

  /**
   * Fills the rest of the buffer with a tensor's bytes from an offset on: for tensors that are read
   * in pieces.
   *
   * @param offset bytes from the tensor's first one
   */
  public void readInto(Entry entry, long offset, ByteBuffer target) {
    if (offset < 0 || target.remaining() > entry.bytes() - offset) {
      throw new IllegalArgumentException(
          "Cannot read tensor '%s': %d bytes at %d of %d"
              .formatted(entry.name(), target.remaining(), offset, entry.bytes()));
    }
    read(entry, target, entry.begin() + offset);
  }

  private void read(Entry entry, ByteBuffer target, long position) {
    try {
      readFully(channel, target, position);
    } catch (IOException e) {
      throw unreadable(path, entry, e);
    }
  }

  private static UserException unreadable(Path path, Entry entry, IOException cause) {
    return new UserException(
        "Cannot read tensor '%s' of %s: %s"
            .formatted(ForeignText.quoted(entry.name()), path, cause),
        cause);
  }

  static void readFully(FileChannel channel, ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += count;
    }
  }

  /**
   * A floating tensor as float32, row-major.
   *
   * @throws UserException when it is missing, not floating, or too large for an array
   */
  public float[] floats(String name) {
    Entry entry = entry(name);
    if (!entry.type().isFloating()) {
      throw wrongType(entry, "F64, F32, F16 or BF16");
    }
    float[] values = new float[arraySize(entry)];
    forEachChunk(
        entry,
        (chunk, start, count) -> {
          for (int i = 0; i < count; i++) {
            values[start + i] =
                switch (entry.type()) {
                  case F64 -> (float) chunk.getDouble(8 * i);
                  case F32 -> chunk.getFloat(4 * i);
                  case F16 -> ReducedFloats.fromHalf(chunk.getShort(2 * i));
                  default -> ReducedFloats.fromBfloat16(chunk.getShort(2 * i));
                };
          }
        });
    return values;
  }

  /**
   * An integer or boolean tensor as longs, row-major; true is 1.
   *
   * @throws UserException when it is missing, floating, or too large for an array
   */
  public long[] longs(String name) {
    Entry entry = entry(name);
    if (entry.type().isFloating()) {
      throw wrongType(entry, "I64, I32, I16, I8, U8 or BOOL");
    }
    long[] values = new long[arraySize(entry)];
    forEachChunk(
        entry,
        (chunk, start, count) -> {
          for (int i = 0; i < count; i++) {
            values[start + i] =
                switch (entry.type()) {
                  case I64 -> chunk.getLong(8 * i);
                  case I32 -> chunk.getInt(4 * i);
                  case I16 -> chunk.getShort(2 * i);
                  case I8 -> chunk.get(i);
                  case BOOL -> chunk.get(i) == 0 ? 0 : 1;
                  default -> chunk.get(i) & 0xff;
                };
          }
        });
    return values;
  }

  private interface ChunkVisitor {
    void visit(ByteBuffer chunk, int start, int count);
  }

  private void forEachChunk(Entry entry, ChunkVisitor visitor) {
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(entry.bytes(), CHUNK)).order(ByteOrder.LITTLE_ENDIAN);
    for (long offset = 0; offset < entry.bytes(); offset += CHUNK) {
      chunk.clear().limit((int) Math.min(CHUNK, entry.bytes() - offset));
      readInto(entry, offset, chunk);
      int size = entry.type().bytes();
      visitor.visit(chunk, (int) (offset / size), chunk.position() / size);
    }
  }

  private UserException wrongType(Entry entry, String expected) {
    return new UserException(
        "Cannot read tensor '%s' of %s: its type is %s (expected %s)"
            .formatted(ForeignText.quoted(entry.name()), path, entry.type(), expected));
  }

  private int arraySize(Entry entry) {
    if (entry.elements() > Integer.MAX_VALUE - 8) {
      throw new UserException(
          "Cannot read tensor '%s' of %s: %d elements (expected at most %d)"
              .formatted(
                  ForeignText.quoted(entry.name()), path, entry.elements(), Integer.MAX_VALUE - 8));
    }
    return (int) entry.elements();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UserException("Cannot close %s: %s".formatted(path, e), e);
    }
  }
}
