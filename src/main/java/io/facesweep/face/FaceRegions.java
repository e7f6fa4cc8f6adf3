package io.facesweep.face;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Regions and landmarks from a file of their own. JSON: {@code {"regions": {"lips": [7, [10, 19]]},
 * "landmarks": {"left-eye": 12}}}, where a region is a list of vertices and of first and last
 * vertices; either part may be missing. A pickle: a dictionary of vertex lists by region, as
 * FLAME_masks.pkl; underscores become hyphens, and both eyeballs become {@code eyes}. Vertices are
 * numbered from 0, as the face model's own file has them; those that the model left out are passed
 * over.
 */
final class FaceRegions {
  private static final long MAX_BYTES = 16L << 20;

  /** More than any file for people names; each takes as much as there are vertices. */
  private static final int MAX_REGIONS = 256;

  private static final Set<String> EYES = Set.of("left-eyeball", "right-eyeball");

  private final FaceModel.Builder builder;
  private final SourceVertices numbering;
  private final int[] inModel;
  private final Map<String, float[]> regions = new LinkedHashMap<>();

  private FaceRegions(FaceModel.Builder builder) {
    this.builder = builder;
    numbering = builder.numbering();
    inModel = numbering.inModel();
  }

  /**
   * Adds what a file names; a region of a name that the model has already takes its place.
   *
   * @throws UserException if the file is not as said, or names a vertex that the source does not
   *     have
   */
  static void addTo(FaceModel.Builder builder, Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    FaceRegions regions = new FaceRegions(builder);
    if (Files.size(path) > MAX_BYTES) {
      throw new UserException("it has more than %d bytes".formatted(MAX_BYTES));
    }
    if (name.endsWith(".json")) {
      regions.json(Files.readString(path));
    } else if (name.endsWith(".pkl")) {
      regions.pickle(Files.readAllBytes(path));
    } else {
      throw new UserException("its name is %s (expected .json or .pkl)".formatted(name));
    }
    regions.regions.forEach(builder::region);
  }

  private void pickle(byte[] bytes) throws IOException {
    for (Map.Entry<?, ?> entry : ArrayPickle.read(bytes).entrySet()) {
      String region = String.valueOf(entry.getKey()).replace('_', '-');
      NumpyArray vertices = ArrayPickle.array(entry.getValue(), ForeignText.quoted(region));
      if (vertices == null) {
        throw new UserException(
            "region %s is no array (expected vertex numbers)"
                .formatted(ForeignText.quoted(region)));
      }
      for (int vertex : vertices.requireShape(-1).ints()) {
        add(region, vertex, vertex);
        if (EYES.contains(region)) {
          add("eyes", vertex, vertex);
        }
      }
    }
  }

  private void json(String text) throws IOException {
    try (JsonReader in = new JsonReader(new StringReader(text))) {
      in.beginObject();
      while (in.hasNext()) {
        String part = in.nextName();
        switch (part) {
          case "regions" -> regions(in);
          case "landmarks" -> landmarks(in);
          default ->
              throw new UserException(
                  "it has \"%s\" (expected regions and landmarks)"
                      .formatted(ForeignText.quoted(part)));
        }
      }
      in.endObject();
    } catch (IllegalStateException | NumberFormatException | IOException e) {
      throw new UserException(
          "it is not as expected: %s".formatted(ForeignText.quoted(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private void regions(JsonReader in) throws IOException {
    in.beginObject();
    while (in.hasNext()) {
      String region = in.nextName();
      weights(region);
      in.beginArray();
      while (in.hasNext()) {
        if (in.peek() == JsonToken.BEGIN_ARRAY) {
          List<Integer> range = range(in);
          if (range.size() != 2) {
            throw new UserException(
                "region %s has a list of %d numbers (expected first and last vertex)"
                    .formatted(ForeignText.quoted(region), range.size()));
          }
          add(region, range.get(0), range.get(1));
        } else {
          int vertex = in.nextInt();
          add(region, vertex, vertex);
        }
      }
      in.endArray();
    }
    in.endObject();
  }

  private static List<Integer> range(JsonReader in) throws IOException {
    List<Integer> range = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      range.add(in.nextInt());
    }
    in.endArray();
    return range;
  }

  private void landmarks(JsonReader in) throws IOException {
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      int vertex = in.nextInt();
      requireVertex("landmark " + ForeignText.quoted(name), vertex);
      if (inModel[vertex] < 0) {
        throw new UserException(
            "landmark %s is vertex %d, which is no part of the head"
                .formatted(ForeignText.quoted(name), vertex));
      }
      builder.landmark(name, inModel[vertex]);
    }
    in.endObject();
  }

  private void add(String region, int first, int last) {
    String what = "region " + ForeignText.quoted(region);
    requireVertex(what, first);
    requireVertex(what, last);
    float[] weights = weights(region);
    for (int vertex = first; vertex <= last; vertex++) {
      if (inModel[vertex] >= 0) {
        weights[inModel[vertex]] = 1;
      }
    }
  }

  private float[] weights(String region) {
    float[] known = regions.get(region);
    if (known == null) {
      if (regions.size() == MAX_REGIONS) {
        throw new UserException("it has more than %d regions".formatted(MAX_REGIONS));
      }
      known = new float[builder.mean().vertexCount()];
      regions.put(region, known);
    }
    return known;
  }

  private void requireVertex(String what, int vertex) {
    if (vertex < 0 || vertex >= numbering.count()) {
      throw new UserException(
          "%s names vertex %d (expected 0 to %d)".formatted(what, vertex, numbering.count() - 1));
    }
  }
}
