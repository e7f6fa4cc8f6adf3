package io.facesweep.store;

import java.util.Locale;
import java.util.Map;

/** Media types by the end of a file's name. */
final class MediaTypes {
  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "glb", "model/gltf-binary",
          "obj", "model/obj",
          "png", "image/png",
          "jpg", "image/jpeg",
          "gif", "image/gif",
          "mp4", "video/mp4",
          "json", "application/json",
          "gz", "application/gzip");

  private MediaTypes() {}

  static String of(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, "application/octet-stream");
  }
}
