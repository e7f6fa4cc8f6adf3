package io.facesweep.face;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * MakeHuman's targets: text, perhaps gzip'ed, of one line a vertex, {@code index dx dy dz}, which
 * is the way it moves at the slider's end; lines that begin with {@code #} are comments, vertices
 * that are not named do not move.
 */
final class TargetFiles {
  /** Longer than any target of the whole body. */
  private static final long MAX_BYTES = 16L << 20;

  private static final int MAX_FILES = 4096;

  private final Path root;
  private final SourceVertices vertices;

  private TargetFiles(Path root, SourceVertices vertices) {
    this.root = root;
    this.vertices = vertices;
  }

  /**
   * @param root the folder of folders of targets
   * @param vertices those of the base mesh that count
   */
  static TargetFiles in(Path root, SourceVertices vertices) {
    return new TargetFiles(root, vertices);
  }

  SourceVertices vertices() {
    return vertices;
  }

  /**
   * The offsets [V * 3] of a folder's targets by their names, in order; none without the folder.
   */
  Map<String, float[]> read(String folder) throws IOException {
    Path directory = root.resolve(folder);
    if (!Files.isDirectory(directory)) {
      return Map.of();
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(file -> name(file) != null).sorted().limit(MAX_FILES).forEach(files::add);
    }
    Map<String, float[]> targets = new LinkedHashMap<>();
    for (Path file : files) {
      targets.put(Objects.requireNonNull(name(file)), read(file));
    }
    return targets;
  }

  private static @Nullable String name(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String end : List.of(".target", ".target.gz")) {
      if (name.endsWith(end)) {
        return name.substring(0, name.length() - end.length());
      }
    }
    return null;
  }

  private float[] read(Path file) throws IOException {
    float[] offsets = new float[3 * vertices.kept().length];
    int[] numbers = vertices.inModel();
    String what = "target " + root.relativize(file);
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      byte[] text = plain.readNBytes((int) MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new UserException("%s has more than %d bytes".formatted(what, MAX_BYTES));
      }
      int number = 0;
      for (String line : new String(text, StandardCharsets.US_ASCII).split("\n", -1)) {
        number++;
        String stripped = line.strip();
        if (!stripped.isEmpty() && !stripped.startsWith("#")) {
          add(offsets, numbers, stripped, what + ", line " + number);
        }
      }
    } catch (ZipException | EOFException e) {
      throw new UserException(what + " is no whole gzip file", e);
    }
    return offsets;
  }

  private static void add(float[] offsets, int[] numbers, String line, String where) {
    String[] words = line.split("\\s+");
    if (words.length != 4) {
      throw new UserException(
          "%s: \"%s\" (expected a vertex and three offsets)"
              .formatted(where, ForeignText.quoted(line)));
    }
    try {
      int index = Integer.parseInt(words[0]);
      if (index < 0 || index >= numbers.length) {
        throw new UserException(
            "%s: vertex %d (expected 0 to %d)".formatted(where, index, numbers.length - 1));
      }
      for (int axis = 0; axis < 3; axis++) {
        float offset = Float.parseFloat(words[1 + axis]);
        if (!Float.isFinite(offset)) {
          throw new NumberFormatException(words[1 + axis]);
        }
        if (numbers[index] >= 0) {
          offsets[3 * numbers[index] + axis] = offset;
        }
      }
    } catch (NumberFormatException e) {
      throw new UserException(
          "%s: \"%s\" (expected a vertex and three offsets)"
              .formatted(where, ForeignText.quoted(line)),
          e);
    }
  }
}
