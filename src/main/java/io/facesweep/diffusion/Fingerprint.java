package io.facesweep.diffusion;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.weights.CheckpointFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the names, sizes and contents of files; computed when it is first asked for, since
 * gigabytes take seconds. It does not depend on where the files lie.
 */
final class Fingerprint {
  private final List<Path> files;
  private @Nullable String hex;

  Fingerprint(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** Returns the fingerprint of a net: of its config.json and weight files. */
  static Fingerprint ofNet(Path directory, CheckpointFiles weights) {
    List<Path> files = new ArrayList<>();
    files.add(directory.resolve("config.json"));
    files.addAll(weights.files());
    return new Fingerprint(files);
  }

  /** Combines the fingerprints of several parts. */
  static String combined(List<String> parts) {
    MessageDigest digest = Sha256.digest();
    parts.forEach(part -> digest.update((part + "\n").getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }

  synchronized String hex() {
    String known = hex;
    if (known == null) {
      known = compute();
      hex = known;
    }
    return known;
  }

  private String compute() {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 20];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        String header = "%s %d\n".formatted(file.getFileName(), Files.size(file));
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      } catch (IOException e) {
        throw new UserException("Cannot read %s: %s".formatted(file, e), e);
      }
    }
    return Sha256.hex(digest);
  }
}
