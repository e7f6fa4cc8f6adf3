package io.facesweep.models;

import io.facesweep.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * SHA-256 over the names, sizes and contents of files: the same wherever they lie, gigabytes in
 * seconds.
 */
final class FilesDigest {
  private static final int BUFFER = 1 << 20;

  private FilesDigest() {}

  /**
   * Reads all of it.
   *
   * @param root a folder, or the one file
   * @return hexadecimal
   */
  static String of(Path root) throws IOException {
    return of(root, file -> !Files.isDirectory(file));
  }

  /**
   * Reads the files of a folder that count.
   *
   * @param counts says whether one does
   * @return hexadecimal
   */
  static String of(Path root, Predicate<Path> counts) throws IOException {
    MessageDigest digest = Sha256.digest();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(counts).sorted().toList();
    }
    byte[] buffer = new byte[BUFFER];
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      digest.update("%s %d\n".formatted(name, Files.size(file)).getBytes(StandardCharsets.UTF_8));
      update(digest, file, buffer);
    }
    return Sha256.hex(digest);
  }

  /**
   * Reads one file, without its name and size, as {@code sha256sum} does.
   *
   * @return hexadecimal
   */
  static String ofFile(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    update(digest, file, new byte[BUFFER]);
    return Sha256.hex(digest);
  }

  private static void update(MessageDigest digest, Path file, byte[] buffer) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }
}
