package io.facesweep.store;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of gzipped UTF-8, one at a time: a megabyte of gzip can hold a gigabyte of text, so
 * that what is too long for a step curve is refused before it is in memory.
 */
final class GzipLines implements Closeable {
  private static final int MAX_LINE = 64 << 10;
  private static final int FIRST_BUFFER = 4 << 10;
  private static final long MAX_BYTES = 256L << 20;

  private final InputStream in;
  private final long maxBytes;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int begin;
  private int end;
  private long total;

  GzipLines(byte[] gzip) throws IOException {
    this(gzip, MAX_BYTES);
  }

  /**
   * @param maxBytes of all lines together
   */
  GzipLines(byte[] gzip, long maxBytes) throws IOException {
    this.maxBytes = maxBytes;
    this.in = new GZIPInputStream(new ByteArrayInputStream(gzip), 8 << 10);
  }

  /**
   * The next line without its end; null after the last.
   *
   * @throws IOException if the content is not gzip, a line has more than 64 KiB, or all lines have
   *     more than 256 MiB together
   */
  @Nullable String next() throws IOException {
    int searched = begin;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          String line = text(begin, i);
          begin = i + 1;
          return line;
        }
      }
      searched = end - begin;
      if (!fill()) {
        String last = begin == end ? null : text(begin, end);
        begin = end;
        return last;
      }
    }
  }

  /** Moves what is left to the front, makes room for a longer line, and reads on. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, begin, buffer, 0, end - begin);
    end -= begin;
    begin = 0;
    if (end == MAX_LINE) {
      throw new IOException("a line has more than %d bytes".formatted(MAX_LINE));
    } else if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE, 2 * end));
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    total += read;
    if (total > maxBytes) {
      throw new IOException("it has more than %d bytes".formatted(maxBytes));
    }
    return true;
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
