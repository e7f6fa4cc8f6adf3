package io.facesweep.face;

import com.google.gson.Gson;
import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.face.FaceLines.Line;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a face in {@link FaceFile}'s form: {@code lines} [P], the vertices of one line after
 * the other, {@code line_lengths} [M], and metadata {@code line_names} [M], such as {@code left-eye
 * closed}.
 */
final class StoredLines {
  private static final String VERTICES = "lines";
  private static final String LENGTHS = "line_lengths";

  private StoredLines() {}

  /** Adds a model's lines to what is written, unless its landmarks say them. */
  static void put(FaceModel model, Map<String, NamedArray> arrays, Map<String, String> metadata) {
    if (model.lines().isEmpty() || model.lines().equals(FaceLines.of(model.landmarks()))) {
      return;
    }
    List<Line> lines = model.lines().get().lines();
    int[] vertices =
        lines.stream()
            .flatMap(line -> line.vertices().stream())
            .mapToInt(Integer::intValue)
            .toArray();
    int[] lengths = lines.stream().mapToInt(line -> line.vertices().size()).toArray();
    arrays.put(VERTICES, NamedArray.int32(vertices, vertices.length));
    arrays.put(LENGTHS, NamedArray.int32(lengths, lengths.length));
    metadata.put("line_names", new Gson().toJson(lines.stream().map(StoredLines::name).toList()));
  }

  /**
   * Reads the lines of a file; empty where it has none.
   *
   * @throws UserException if they do not go together
   */
  static Optional<FaceLines> read(SafetensorsFile file) {
    if (file.has(VERTICES) != file.has(LENGTHS)) {
      throw new UserException(
          "of the tensors %s and %s one is missing".formatted(VERTICES, LENGTHS));
    } else if (!file.has(VERTICES)) {
      return Optional.empty();
    }
    int[] vertices = FaceFile.ints(file, VERTICES, -1);
    int[] lengths = FaceFile.ints(file, LENGTHS, -1);
    String[] names = FaceFile.names(file.metadata(), "line", lengths.length);
    List<Line> lines = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1 || lengths[i] > vertices.length - begin) {
        throw new UserException(
            "tensor %s: %d at index %d (expected at least 1, and %d in all)"
                .formatted(LENGTHS, lengths[i], i, vertices.length));
      }
      List<Integer> own = new ArrayList<>();
      for (int k = begin; k < begin + lengths[i]; k++) {
        own.add(vertices[k]);
      }
      lines.add(line(names[i], own));
      begin += lengths[i];
    }
    if (begin != vertices.length) {
      throw new UserException(
          "tensor %s: %d vertices (expected %d as %s say)"
              .formatted(VERTICES, vertices.length, begin, LENGTHS));
    }
    return Optional.of(new FaceLines(lines));
  }

  /** A line's name, such as {@code left-eye closed}. */
  private static String name(Line line) {
    return name(line.part(), line.ends());
  }

  private static String name(FaceLines.Part part, FaceLines.Ends ends) {
    return (part.name().replace('_', '-') + " " + ends.name()).toLowerCase(Locale.ROOT);
  }

  private static Line line(String name, List<Integer> vertices) {
    for (FaceLines.Part part : FaceLines.Part.values()) {
      for (FaceLines.Ends ends : FaceLines.Ends.values()) {
        if (name(part, ends).equals(name)) {
          return new Line(part, ends, vertices);
        }
      }
    }
    throw new UserException(
        "its metadata line_names has '%s' (expected a part and its ends, such as 'left-eye closed' or 'outline open')"
            .formatted(ForeignText.quoted(name)));
  }
}
