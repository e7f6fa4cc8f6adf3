package io.facesweep.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 over the names, sizes and contents of all files of a copied checkpoint. */
final class CopyDigest {
  private static final int BUFFER = 1 << 20;

  private CopyDigest() {}

  /**
   * Reads all of it.
   *
   * @param root a folder, or the one file
   * @return hexadecimal
   */
  static String of(Path root) throws IOException {
    MessageDigest digest = sha256();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(path -> !Files.isDirectory(path)).sorted().toList();
    }
    byte[] buffer = new byte[BUFFER];
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      digest.update("%s %d\n".formatted(name, Files.size(file)).getBytes(StandardCharsets.UTF_8));
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: every Java has SHA-256", e);
    }
  }
}
