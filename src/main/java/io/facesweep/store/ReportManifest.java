package io.facesweep.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a report was made of, with the SHA-256 of each, in the form that {@code sha256sum
 * -c} reads. What it does not list is not the report's. Files that took time to make have a recipe
 * too, in comments: how and of what they were made, as a hash.
 *
 * @param hashes by path relative to the report's folder, sorted
 * @param recipes of some of these files, by path, sorted
 */
record ReportManifest(Map<String, String> hashes, Map<String, String> recipes) {
  private static final String HEAD = "# Files of a FaceSweep report; the next one replaces them.";
  private static final String RECIPE = "# made by ";
  private static final Pattern LINE = Pattern.compile("(" + RECIPE + ")?([0-9a-f]{64})  (.+)");

  ReportManifest {
    hashes = new TreeMap<>(hashes);
    recipes = new TreeMap<>(recipes);
  }

  /** Returns the list of a report that has no files. */
  static ReportManifest empty() {
    return new ReportManifest(Map.of(), Map.of());
  }

  /**
   * Reads what {@link #write} wrote; lines that it would not write are left out.
   *
   * @return empty if the file is not such a list
   */
  static Optional<ReportManifest> read(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (!text.startsWith(HEAD + "\n")) {
      return Optional.empty();
    }
    Map<String, String> hashes = new TreeMap<>();
    Map<String, String> recipes = new TreeMap<>();
    text.lines()
        .skip(1)
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> RelativePath.isValid(line.group(3)))
        .forEach(
            line -> (line.group(1) == null ? hashes : recipes).put(line.group(3), line.group(2)));
    return Optional.of(new ReportManifest(hashes, recipes));
  }

  byte[] write() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    hashes.forEach((path, hash) -> text.append(hash).append("  ").append(path).append('\n'));
    recipes.forEach(
        (path, recipe) ->
            text.append(RECIPE).append(recipe).append("  ").append(path).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
