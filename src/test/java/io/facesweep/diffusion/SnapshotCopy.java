package io.facesweep.diffusion;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of the small SD 1.5-like snapshot of the test resources, to be damaged. */
public final class SnapshotCopy {
  private static final Path FAMILY = Path.of("src", "test", "resources", "golden", "sd15-like");

  private final Path directory;

  private SnapshotCopy(Path directory) {
    this.directory = directory;
  }

  /** The snapshot itself: read only. */
  public static Path original() {
    return FAMILY.resolve("model");
  }

  /** Its ControlNet. */
  public static Path controlNet() {
    return FAMILY.resolve("controlnet");
  }

  public static SnapshotCopy in(Path directory) {
    return copy(original(), directory);
  }

  static SnapshotCopy ofControlNet(Path directory) {
    return copy(controlNet(), directory);
  }

  private static SnapshotCopy copy(Path source, Path directory) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path target = directory.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          // A stream rather than a copy: the original may be read-only.
          Files.write(target, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SnapshotCopy(directory);
  }

  Path directory() {
    return directory;
  }

  Path path(String relative) {
    return directory.resolve(relative);
  }

  /** Sets a key of a JSON file to a value written as JSON. */
  SnapshotCopy set(String file, String key, String json) {
    try {
      JsonObject object = JsonParser.parseString(Files.readString(path(file))).getAsJsonObject();
      JsonElement value = JsonParser.parseString(json);
      object.add(key, value);
      Files.writeString(path(file), object.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  SnapshotCopy delete(String file) {
    try {
      Files.delete(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** All tensors of a file, which must be float32. */
  Map<String, NamedArray> arrays(String file) {
    try (SafetensorsFile opened = SafetensorsFile.open(path(file))) {
      Map<String, NamedArray> arrays = new LinkedHashMap<>();
      opened
          .entries()
          .forEach(
              entry ->
                  arrays.put(
                      entry.name(),
                      NamedArray.float32(opened.floats(entry.name()), entry.shape())));
      return arrays;
    }
  }

  void write(String file, Map<String, NamedArray> arrays) {
    SafetensorsWriter.write(path(file), arrays, Map.of());
  }
}
