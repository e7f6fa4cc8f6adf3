package io.facesweep.report;

import io.facesweep.PictureFile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG files of the plainest kind, which stages leave by the thousand: three colours of
 * eight bits, not interlaced, and nothing in them that changes a colour. Java's own decoder takes
 * half as long again. Source: Portable Network Graphics Specification, third edition, sections 5, 7
 * and 9.
 */
final class PlainPng {
  private static final byte[] BEGIN = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0, 0, 0, 13
  };

  /** Bit depth, colour type, compression, filters, interlacing. */
  private static final byte[] KIND = {8, 2, 0, 0, 0};

  private static final int WIDTH = 16;
  private static final int HEIGHT = 20;
  private static final int AFTER_HEADER = 33;
  private static final int CHUNK = 12;
  private static final int BANDS = 3;

  /** What deflate makes of a byte at most. */
  private static final long RATIO = 1032;

  private static final Set<String> WITHOUT_MEANING = Set.of("pHYs", "tEXt", "tIME");

  private final byte[] file;
  private final Inflater inflater;
  private int place = AFTER_HEADER;

  private PlainPng(byte[] file, Inflater inflater) {
    this.file = file;
    this.inflater = inflater;
  }

  /**
   * Decodes a file.
   *
   * @return of type {@link BufferedImage#TYPE_3BYTE_BGR}; null for a file of any other kind, or a
   *     damaged one, of which {@link PictureFile#decode} says what it is
   */
  static @Nullable BufferedImage decode(byte[] file) {
    if (!isPlain(file)) {
      return null;
    }
    long width = number(file, WIDTH);
    long height = number(file, HEIGHT);
    boolean isLikely =
        width > 0
            && height > 0
            && width <= PictureFile.MAX_PIXELS
            && height <= PictureFile.MAX_PIXELS / width
            && BANDS * width * height <= RATIO * file.length;
    if (!isLikely) {
      return null;
    }
    Inflater inflater = new Inflater();
    try {
      return new PlainPng(file, inflater).read((int) width, (int) height);
    } catch (DataFormatException e) {
      return null; // the other decoder says so in words
    } finally {
      inflater.end();
    }
  }

  private static boolean isPlain(byte[] file) {
    int kind = HEIGHT + Integer.BYTES;
    return file.length > AFTER_HEADER
        && Arrays.equals(file, 0, BEGIN.length, BEGIN, 0, BEGIN.length)
        && type(file, BEGIN.length - Integer.BYTES).equals("IHDR")
        && Arrays.equals(file, kind, kind + KIND.length, KIND, 0, KIND.length);
  }

  /** An unsigned number of four bytes. */
  private static long number(byte[] file, int at) {
    return ByteBuffer.wrap(file).getInt(at) & 0xffff_ffffL;
  }

  /** The type of the chunk whose length is at a place. */
  private static String type(byte[] file, int at) {
    return new String(file, at + Integer.BYTES, Integer.BYTES, StandardCharsets.US_ASCII);
  }

  /** Rows have zeros to the left of their first pixel; the last of them is where the filter is. */
  private @Nullable BufferedImage read(int width, int height) throws DataFormatException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    byte[] row = new byte[BANDS + BANDS * width];
    byte[] above = new byte[row.length];
    int next = 0;
    for (int y = 0; y < height; y++) {
      if (!fill(row)) {
        return null;
      }
      int filter = row[BANDS - 1];
      row[BANDS - 1] = 0;
      if (!unfilter(filter, row, above)) {
        return null;
      }
      for (int i = BANDS; i < row.length; i += BANDS) {
        pixels[next++] = row[i + 2];
        pixels[next++] = row[i + 1];
        pixels[next++] = row[i];
      }
      byte[] free = above;
      above = row;
      row = free;
    }
    return picture;
  }

  /** Fills a row; returns false if the file ends before, or has what this does not know. */
  private boolean fill(byte[] row) throws DataFormatException {
    int size = BANDS - 1;
    while (size < row.length) {
      int more = inflater.inflate(row, size, row.length - size);
      size += more;
      if (more == 0 && !(inflater.needsInput() && !inflater.finished() && hasNextData())) {
        return false;
      }
    }
    return true;
  }

  /** Goes to the next chunk of pixels. */
  private boolean hasNextData() {
    while (place + CHUNK <= file.length) {
      long length = number(file, place);
      String type = type(file, place);
      int begin = place + CHUNK - Integer.BYTES;
      if (length > file.length - place - CHUNK) {
        return false;
      }
      place += CHUNK + (int) length;
      if (type.equals("IDAT")) {
        inflater.setInput(file, begin, (int) length);
        return true;
      } else if (!WITHOUT_MEANING.contains(type)) {
        return false;
      }
    }
    return false;
  }

  /** Undoes the filter of a row; returns false if there is no such filter. */
  private static boolean unfilter(int filter, byte[] row, byte[] above) {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = BANDS; i < row.length; i++) {
          row[i] += row[i - BANDS];
        }
      }
      case 2 -> {
        for (int i = BANDS; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = BANDS; i < row.length; i++) {
          row[i] += (byte) (((row[i - BANDS] & 0xff) + (above[i] & 0xff)) / 2);
        }
      }
      case 4 -> {
        for (int i = BANDS; i < row.length; i++) {
          int left = row[i - BANDS] & 0xff;
          row[i] += (byte) paeth(left, above[i] & 0xff, above[i - BANDS] & 0xff);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
  }
}
