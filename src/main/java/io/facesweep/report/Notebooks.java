package io.facesweep.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The notebooks of {@code notebooks-export}, pointed at a sweep: the cell with the tag {@code
 * parameters} names its tables, and outputs that are not of this sweep are left out.
 */
final class Notebooks {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private Notebooks() {}

  /** File names, in order. */
  static List<String> names() {
    return new String(SweepReport.resource("notebooks/list.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /**
   * A notebook that reads the tables of a sweep.
   *
   * @param output output root: a path or a URI
   */
  static byte[] pointedAt(String name, String output, String sweep) {
    String text = new String(SweepReport.resource("notebooks/" + name), StandardCharsets.UTF_8);
    JsonObject notebook = JsonParser.parseString(text).getAsJsonObject();
    for (JsonElement element : notebook.getAsJsonArray("cells")) {
      JsonObject cell = element.getAsJsonObject();
      if (cell.get("cell_type").getAsString().equals("code")) {
        cell.add("outputs", new JsonArray());
        cell.add("execution_count", JsonNull.INSTANCE);
        if (isParameters(cell)) {
          JsonArray lines = new JsonArray();
          lines.add("OUTPUT = %s\n".formatted(literal(output)));
          lines.add("SWEEP = %s".formatted(literal(sweep)));
          cell.add("source", lines);
        }
      }
    }
    return (GSON.toJson(notebook) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isParameters(JsonObject cell) {
    JsonArray tags = cell.getAsJsonObject("metadata").getAsJsonArray("tags");
    return tags != null
        && tags.asList().stream().anyMatch(tag -> tag.getAsString().equals("parameters"));
  }

  /** A text as Python writes it: JSON's form of it. */
  private static String literal(String text) {
    return GSON.toJson(text);
  }
}
