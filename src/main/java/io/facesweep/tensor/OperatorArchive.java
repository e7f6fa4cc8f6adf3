package io.facesweep.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a TorchScript archive out of operator source: a zip of stored entries in the layout that
 * {@code torch::jit::load} reads, with one module class {@code Ops}, its methods, and no tensors.
 *
 * <p>Layout: {@code data.pkl} (the module object, pickle protocol 2), {@code code/__torch__.py}
 * (its source), {@code constants.pkl} (an empty tuple), {@code version}, {@code byteorder}; see
 * PyTorch's documentation, "TorchScript serialization format".
 */
final class OperatorArchive {
  private static final String ROOT = "ops/";
  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private OperatorArchive() {}

  /**
   * The archive of the operators in {@code operators.py} beside this class, and of files with what
   * that leaves open.
   */
  static byte[] ofOperators(String... parts) {
    try {
      StringBuilder source = new StringBuilder(read("operators.py"));
      for (String part : parts) {
        source.append(read(part));
      }
      return of(source.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) throws IOException {
    try (InputStream in = OperatorArchive.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "Cannot load operators: %s is missing from the jar".formatted(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * @param functions top-level functions whose first parameter is {@code self}
   */
  static byte[] of(String functions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", moduleObject());
      store(zip, "code/__torch__.py", moduleSource(functions).getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", EMPTY_TUPLE);
      store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static String moduleSource(String functions) {
    StringBuilder source =
        new StringBuilder(
            "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    functions
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line ->
                source
                    .append("  ")
                    .append(line.replace("(self,", "(self: __torch__.Ops,"))
                    .append('\n'));
    return source.toString();
  }

  /** {@code __torch__.Ops} with the state {@code {"training": False}}. */
  private static byte[] moduleObject() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {'q', 0, ')', (byte) 0x81, '}', '('});
    byte[] training = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.writeBytes(new byte[] {'X', (byte) training.length, 0, 0, 0});
    pickle.writeBytes(training);
    pickle.writeBytes(new byte[] {'q', 1, (byte) 0x89, 'u', 'b', 'q', 2, '.'});
    return pickle.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setTime(315_532_800_000L);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
