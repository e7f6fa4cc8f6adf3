package io.facesweep.face;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import io.facesweep.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.PickleException;

/** What a file gives to a face model that it goes with. */
public enum FacePart {
  /** Texture coordinates. */
  UVS,
  /** Regions, landmarks, or both. */
  REGIONS;

  private static final long MAX_JSON = 16L << 20;
  private static final String MEAN_OF_FLAME = "v_template";
  private static final Set<String> OF_REGIONS = Set.of("regions", "landmarks");

  /**
   * Tells what a file is by its arrays.
   *
   * @return nothing of a face model itself, of {@code .obj} files, which may be either, and of
   *     files that go with none
   * @throws UserException if it is damaged
   */
  public static Optional<FacePart> of(Path file) {
    return ForeignFile.open("file " + file, () -> read(file));
  }

  private static Optional<FacePart> read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (name.endsWith(".npz")) {
        return only(UVS, hasCoordinates(file));
      } else if (name.endsWith(".pkl")) {
        return only(REGIONS, hasLists(file));
      } else if (name.endsWith(".json")) {
        return only(REGIONS, hasRegions(file));
      } else if (name.endsWith(".safetensors")) {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
          return only(UVS, opened.has("uvs") && opened.has("uv_faces") && !opened.has("mean"));
        }
      }
      return Optional.empty();
    } catch (IOException | PickleException e) {
      throw ForeignFile.refusal("file " + file, e.getMessage(), e);
    }
  }

  private static Optional<FacePart> only(FacePart part, boolean is) {
    return is ? Optional.of(part) : Optional.empty();
  }

  private static boolean hasCoordinates(Path file) throws IOException {
    return NpzFile.has(file, "vt")
        && NpzFile.has(file, "ft")
        && !NpzFile.has(file, MEAN_OF_FLAME)
        && !NpzFile.has(file, GnmHead.TEMPLATE);
  }

  /** Lists of vertices alone, as FLAME_masks.pkl. */
  private static boolean hasLists(Path file) throws IOException {
    Map<?, ?> entries = ArrayPickle.read(Files.readAllBytes(file));
    for (Object value : entries.values()) {
      NumpyArray array = ArrayPickle.array(value, "list");
      if (array == null || array.shape().length != 1) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  private static boolean hasRegions(Path file) throws IOException {
    if (Files.size(file) > MAX_JSON) {
      return false;
    }
    try {
      JsonElement json = JsonParser.parseString(Files.readString(file));
      return json.isJsonObject()
          && json.getAsJsonObject().size() > 0
          && OF_REGIONS.containsAll(json.getAsJsonObject().keySet());
    } catch (JsonParseException e) {
      return false;
    }
  }
}
