package io.facesweep.plan;

import io.facesweep.Sha256;
import io.facesweep.settings.Choice;
import io.facesweep.settings.Decimals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON with one form for each value: keys sorted, no blanks, numbers as {@link Decimals} writes
 * them (so 1 and 1.0 are one), enums by their text, control characters as {@code \\uXXXX}.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  /** A value that has been written already. */
  record Written(String json) {}

  /**
   * Maps with text keys, lists, texts, whole numbers, doubles, truth values and {@link Choice}
   * constants.
   */
  static String write(Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  /** SHA-256 of the canonical form, as 64 hexadecimal digits. */
  static String sha256(Object value) {
    return Sha256.of(write(value));
  }

  private static void write(Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> map) {
      object(map, json);
    } else if (value instanceof List<?> list) {
      array(list, json);
    } else if (value instanceof Written written) {
      json.append(written.json());
    } else if (value instanceof Choice choice) {
      text(choice.text(), json);
    } else if (value instanceof String text) {
      text(text, json);
    } else if (value instanceof Double number) {
      json.append(Decimals.text(number));
    } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      json.append(value);
    } else {
      throw new IllegalArgumentException(
          "Invalid value: %s (expected one of JSON's)".formatted(value));
    }
  }

  private static void object(Map<?, ?> map, StringBuilder json) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put((String) key, value));
    String separator = "{";
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      json.append(separator);
      text(entry.getKey(), json);
      json.append(':');
      write(entry.getValue(), json);
      separator = ",";
    }
    json.append(sorted.isEmpty() ? "{}" : "}");
  }

  private static void array(List<?> list, StringBuilder json) {
    String separator = "[";
    for (Object item : list) {
      json.append(separator);
      write(item, json);
      separator = ",";
    }
    json.append(list.isEmpty() ? "[]" : "]");
  }

  private static void text(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
