package io.facesweep.store;

import java.io.Serializable;

/**
 * A file of a stage.
 *
 * @param path relative to the stage's folder, with {@code /}; its first part is the attempt that
 *     wrote it
 * @param bytes its size
 * @param sha256 of its content, 64 hexadecimal digits
 * @param mediaType e.g. {@code image/png}
 */
public record Asset(String path, long bytes, String sha256, String mediaType)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if the path leaves the stage's folder
   */
  public Asset {
    boolean outside = path.isEmpty() || path.startsWith("/") || path.contains("\\");
    for (String part : path.split("/", -1)) {
      outside |= part.isEmpty() || part.equals(".") || part.equals("..");
    }
    if (outside) {
      throw new IllegalArgumentException(
          "Invalid asset path: '%s' (expected a relative path inside the stage)".formatted(path));
    }
  }

  /** What the stage calls the file: its path without the attempt. */
  public String name() {
    return path.substring(path.indexOf('/') + 1);
  }
}
