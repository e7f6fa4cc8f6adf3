package io.facesweep.store;

import java.util.Locale;
import java.util.Map;

/**
 * The media types of all files that FaceSweep writes to an output, by the end of their names: for
 * records and tables, and for object stores, which know nothing of a file but its name.
 */
final class MediaTypes {
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("glb", "model/gltf-binary"),
          Map.entry("obj", "model/obj"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("json", "application/json"),
          Map.entry("gz", "application/gzip"),
          Map.entry("html", "text/html;charset=utf-8"),
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("ipynb", "application/x-ipynb+json"));

  private MediaTypes() {}

  static String of(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, "application/octet-stream");
  }
}
