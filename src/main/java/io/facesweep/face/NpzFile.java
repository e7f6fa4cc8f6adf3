package io.facesweep.face;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads numpy's .npz: a zip of .npy files. Format: numpy.lib.format, versions 1 to 3. Arrays of
 * Python objects are refused, for they are pickles.
 */
final class NpzFile {
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  private static final int MAX_HEADER = 1 << 20;

  /** Deflate makes at most this many bytes of one. */
  private static final long MAX_RATIO = 1032;

  private NpzFile() {}

  /** Reads those of the named arrays that the file holds. */
  static Map<String, NumpyArray> read(Path path, Set<String> names) throws IOException {
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (String name : names) {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry != null) {
          arrays.put(name, array(name, zip, entry));
        }
      }
    }
    return arrays;
  }

  /** Whether the file holds an array of this name. */
  static boolean has(Path path, String name) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return zip.getEntry(name + ".npy") != null;
    }
  }

  private static NumpyArray array(String name, ZipFile zip, ZipEntry entry) throws IOException {
    long most = MAX_RATIO * entry.getCompressedSize();
    if (entry.getSize() > most) {
      throw new UserException(
          "Cannot read array %s: it claims %d bytes (expected at most %d of the %d that the zip holds of it)"
              .formatted(name, entry.getSize(), most, entry.getCompressedSize()));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return array(name, in, entry.getSize());
    }
  }

  /**
   * Reads a .npy file.
   *
   * @param in gives the whole of it
   * @param size bytes of it. What it claims itself is compared with this before it is believed
   */
  static NumpyArray array(String name, InputStream in, long size) throws IOException {
    byte[] start = in.readNBytes(12);
    ByteBuffer buffer = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    if (start.length < 12
        || buffer.get(0) != (byte) 0x93
        || buffer.get(1) != 'N'
        || buffer.get(2) != 'U') {
      throw new UserException("Cannot read array %s: it is not a .npy file".formatted(name));
    }
    boolean isFirstVersion = buffer.get(6) == 1;
    int headerStart = isFirstVersion ? 10 : 12;
    long length = isFirstVersion ? buffer.getShort(8) & 0xFFFF : buffer.getInt(8) & 0xFFFFFFFFL;
    if (headerStart + length > Math.min(size, MAX_HEADER)) {
      throw new UserException(
          "Cannot read array %s: its header of %d bytes is cut short, or longer than %d"
              .formatted(name, length, MAX_HEADER));
    }
    int early = start.length - headerStart;
    byte[] rest = in.readNBytes((int) Math.max(0, length - early));
    String header =
        new String(start, headerStart, early, StandardCharsets.ISO_8859_1)
            + new String(rest, StandardCharsets.ISO_8859_1);
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !shape.find()) {
      throw new UserException(
          "Cannot read array %s: its header is %s"
              .formatted(name, ForeignText.quoted(header.strip())));
    }
    int[] sizes = sizes(name, shape.group(1));
    long bytes = size - headerStart - length;
    NumpyArray.requireBytes(name, type.group(1), sizes, bytes);
    byte[] data = new byte[(int) bytes];
    if (in.readNBytes(data, 0, data.length) < data.length) {
      throw new UserException("Cannot read array %s: it ends too early".formatted(name));
    }
    return NumpyArray.of(name, type.group(1), sizes, order.group(1).equals("True"), data);
  }

  private static int[] sizes(String name, String text) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(size -> !size.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new UserException(
          "Cannot read array %s: its shape is (%s)".formatted(name, ForeignText.quoted(text)), e);
    }
  }
}
