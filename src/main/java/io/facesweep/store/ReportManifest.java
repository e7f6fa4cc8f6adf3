package io.facesweep.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a report was made of, with the SHA-256 of each, in the form that {@code sha256sum
 * -c} reads. What it does not list is not the report's.
 *
 * @param hashes by path relative to the report's folder, sorted
 */
record ReportManifest(Map<String, String> hashes) {
  private static final String HEAD = "# Files of a FaceSweep report; the next one replaces them.";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  ReportManifest {
    hashes = new TreeMap<>(hashes);
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
    text.lines()
        .skip(1)
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> RelativePath.isValid(line.group(2)))
        .forEach(line -> hashes.put(line.group(2), line.group(1)));
    return Optional.of(new ReportManifest(hashes));
  }

  byte[] write() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    hashes.forEach((path, hash) -> text.append(hash).append("  ").append(path).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
