package io.facesweep.face;

import io.facesweep.UserException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Reads MATLAB's .mat of version 5, as {@code save -v6} and {@code -v7} write it: elements of type
 * and size, which may be deflated ("MAT-File Format", MathWorks, chapter 1). Only matrices of real
 * numbers are read; the rest is passed over. What an element claims is compared with what the file
 * can hold of it before anything is allocated.
 */
final class MatFile {
  private static final int HEADER = 128;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;
  private static final int TAG = 8;

  /** Deflate makes at most this many bytes of one. */
  private static final long MAX_RATIO = 1032;

  private final Set<String> names;
  private final ByteOrder order;
  private final Map<String, MatArray> arrays = new LinkedHashMap<>();

  private MatFile(Set<String> names, ByteOrder order) {
    this.names = names;
    this.order = order;
  }

  /** Reads those of the named matrices that the file holds. */
  static Map<String, MatArray> read(Path path, Set<String> names) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      MatFile file = new MatFile(names, order(in.readNBytes(HEADER)));
      file.readAll(in, Files.size(path) - HEADER);
      return file.arrays;
    }
  }

  private static ByteOrder order(byte[] header) {
    String mark =
        header.length < HEADER ? "" : new String(header, HEADER - 2, 2, StandardCharsets.US_ASCII);
    if (new String(header, StandardCharsets.US_ASCII).startsWith("MATLAB 7.3")) {
      throw new UserException(
          "it is a .mat file of version 7.3 (expected version 5: save it with -v7)");
    } else if (mark.equals("IM")) {
      return ByteOrder.LITTLE_ENDIAN;
    } else if (mark.equals("MI")) {
      return ByteOrder.BIG_ENDIAN;
    }
    throw new UserException("it is no .mat file of version 5");
  }

  private void readAll(InputStream in, long size) throws IOException {
    for (long left = size; left >= TAG; ) {
      ByteBuffer tag = ByteBuffer.wrap(in.readNBytes(TAG)).order(order);
      int type = tag.getInt();
      long length = tag.getInt() & 0xFFFFFFFFL;
      left -= TAG;
      if (length > left) {
        throw new UserException(
            "an element claims %d bytes (expected at most the %d that are left)"
                .formatted(length, left));
      }
      Part part = new Part(in, length);
      if (type == MATRIX) {
        add(new MatMatrix(part, order, length));
      } else if (type == COMPRESSED) {
        inflate(part, length);
      }
      part.skipRest();
      left -= length;
    }
  }

  private void inflate(Part part, long length) throws IOException {
    long most = MAX_RATIO * length;
    try (InputStream inflated = new InflaterInputStream(part)) {
      ByteBuffer tag = ByteBuffer.wrap(inflated.readNBytes(TAG)).order(order);
      if (tag.remaining() == TAG && tag.getInt() == MATRIX) {
        add(new MatMatrix(inflated, order, Math.min(most, tag.getInt() & 0xFFFFFFFFL)));
      }
    } catch (ZipException | EOFException e) {
      throw new UserException("an element is not whole, or no deflated one", e);
    }
  }

  private void add(MatMatrix matrix) throws IOException {
    String name = matrix.readName();
    if (names.contains(name)) {
      arrays.put(name, matrix.readValues());
    }
  }

  /** An element of the file; closing it leaves the file open. */
  private static final class Part extends FilterInputStream {
    private long left;

    private Part(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      int value = left == 0 ? -1 : in.read();
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = left == 0 ? -1 : in.read(to, offset, (int) Math.min(left, length));
      left -= Math.max(count, 0);
      return count;
    }

    private void skipRest() throws IOException {
      in.skipNBytes(left);
      left = 0;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() {
      // the file goes on after its element
    }
  }
}
