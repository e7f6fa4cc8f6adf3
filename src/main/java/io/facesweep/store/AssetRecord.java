package io.facesweep.store;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A file of a stage.
 *
 * @param path relative to the stage's folder, with {@code /}; its first part is the attempt that
 *     wrote it
 * @param bytes its size
 * @param sha256 of its content, 64 hexadecimal digits
 * @param mediaType e.g. {@code image/png}
 */
public record AssetRecord(String path, long bytes, String sha256, String mediaType)
    implements Serializable {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if the path may leave the stage's folder, or a number is none
   */
  public AssetRecord {
    if (!RelativePath.isValid(path)) {
      throw new IllegalArgumentException(
          "Invalid asset path: '%s' (expected a relative path inside the stage)".formatted(path));
    }
    if (bytes < 0 || !HASH.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "Invalid asset %s: %d bytes, SHA-256 '%s' (expected a size and 64 hexadecimal digits)"
              .formatted(path, bytes, sha256));
    }
  }

  /** What the stage calls the file: its path without the attempt. */
  public String name() {
    return path.substring(path.indexOf('/') + 1);
  }
}
