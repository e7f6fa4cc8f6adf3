package io.facesweep.face;

import io.facesweep.UserException;
import java.io.IOException;
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

  private NpzFile() {}

  /** Reads those of the named arrays that the file holds. */
  static Map<String, NumpyArray> read(Path path, Set<String> names) throws IOException {
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (String name : names) {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry != null) {
          arrays.put(name, array(name, zip.getInputStream(entry).readAllBytes()));
        }
      }
    }
    return arrays;
  }

  static NumpyArray array(String name, byte[] npy) {
    ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    if (npy.length < 12
        || buffer.get(0) != (byte) 0x93
        || buffer.get(1) != 'N'
        || buffer.get(2) != 'U') {
      throw new UserException("Cannot read array %s: it is not a .npy file".formatted(name));
    }
    int start = buffer.get(6) == 1 ? 10 : 12;
    long length = buffer.get(6) == 1 ? buffer.getShort(8) & 0xFFFF : buffer.getInt(8) & 0xFFFFFFFFL;
    if (start + length > npy.length) {
      throw new UserException("Cannot read array %s: its header is cut short".formatted(name));
    }
    int end = (int) (start + length);
    String header = new String(npy, start, end - start, StandardCharsets.UTF_8);
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !shape.find()) {
      throw new UserException(
          "Cannot read array %s: its header is %s".formatted(name, header.strip()));
    }
    return NumpyArray.of(
        name,
        type.group(1),
        sizes(name, shape.group(1)),
        order.group(1).equals("True"),
        Arrays.copyOfRange(npy, end, npy.length));
  }

  private static int[] sizes(String name, String text) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(size -> !size.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new UserException("Cannot read array %s: its shape is (%s)".formatted(name, text), e);
    }
  }
}
