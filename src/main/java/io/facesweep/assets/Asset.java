package io.facesweep.assets;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file, in memory. What kind of file it is follows from the end of its name.
 *
 * @param name path relative to the folder that it will lie in, with {@code /} between its parts
 * @param bytes its content; not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier of bytes, never compared.
public record Asset(String name, byte[] bytes) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  /**
   * @throws IllegalArgumentException if the name could lead out of its folder
   */
  public Asset {
    List<String> parts = List.of(name.split("/", -1));
    if (name.contains("\\") || parts.contains("") || parts.contains(".") || parts.contains("..")) {
      throw new IllegalArgumentException(
          "Invalid asset name: %s (expected names joined by single slashes)".formatted(name));
    }
  }

  /** A JSON file, indented, in UTF-8. Numbers must be finite. */
  public static Asset json(String name, JsonElement content) {
    return new Asset(name, utf8(GSON.toJson(content) + "\n"));
  }

  /** A text file in UTF-8. */
  public static Asset text(String name, String content) {
    return new Asset(name, utf8(content));
  }

  /** A PNG file. */
  public static Asset png(String name, Picture picture) {
    return new Asset(name, picture.png());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
