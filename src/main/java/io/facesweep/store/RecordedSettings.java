package io.facesweep.store;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings in the text of a record. Nearly all lines of them are the same in very many records
 * of a sweep, and are parsed once.
 *
 * @param values by name
 * @param rest the record's text without its settings
 */
record RecordedSettings(Map<String, Object> values, String rest) {
  private static final String BEGIN = "\n  \"settings\": {\n";
  private static final String END = "\n  },";

  /** What differs among stages of one combination of levels. */
  private static final Set<String> OF_ONE_STAGE =
      Set.of("geometry_stage", StageRecord.PROMPT_TEXT, "seed");

  private static final String[] LINES =
      OF_ONE_STAGE.stream().map("    \"%s\": "::formatted).toArray(String[]::new);

  private static final int MAX_KNOWN = 256;
  private static final Map<String, Map<String, Object>> KNOWN = new ConcurrentHashMap<>();

  /**
   * Finds the settings of a record where they stand as {@link RecordJson#write} writes them.
   *
   * @return null where they do not, and are to be read with the rest
   */
  static @Nullable RecordedSettings in(String text) {
    int begin = text.indexOf(BEGIN); // no string of JSON has a line break
    int end = begin < 0 ? -1 : text.indexOf(END, begin + BEGIN.length());
    if (end < 0) {
      return null;
    }
    StringBuilder common = new StringBuilder(end - begin);
    Map<String, Object> own = new TreeMap<>();
    try {
      int copied = begin + BEGIN.length();
      for (int line = copied; line < end; line = lineAfter(text, line, end)) {
        if (isOfOneStage(text, line)) {
          common.append(text, copied, line);
          copied = lineAfter(text, line, end);
          own.putAll(parsed(text.substring(line, copied).stripTrailing().replaceFirst(",$", "")));
        }
      }
      Map<String, Object> values =
          new TreeMap<>(common(common.append(text, copied, end).toString()));
      values.putAll(own);
      return new RecordedSettings(
          values, text.substring(0, begin) + text.substring(end + END.length()));
    } catch (RuntimeException e) {
      return null; // whoever may write to the output may have written anything
    }
  }

  private static boolean isOfOneStage(String text, int line) {
    for (String name : LINES) {
      if (text.startsWith(name, line)) {
        return true;
      }
    }
    return false;
  }

  private static int lineAfter(String text, int line, int end) {
    int next = text.indexOf('\n', line);
    return next < 0 || next >= end ? end : next + 1;
  }

  private static Map<String, Object> common(String lines) {
    Map<String, Object> known = KNOWN.get(lines);
    if (known == null) {
      known = parsed(lines);
      if (known.keySet().stream().anyMatch(OF_ONE_STAGE::contains)) {
        throw new IllegalArgumentException("it has them twice, and the last counts");
      }
      if (KNOWN.size() >= MAX_KNOWN) {
        KNOWN.clear();
      }
      KNOWN.put(lines, known);
    }
    return known;
  }

  private static Map<String, Object> parsed(String lines) {
    Map<String, Object> values = new TreeMap<>();
    JsonFields.read("{" + lines + "}", (name, in) -> values.put(name, Json.valueAt(in)));
    return values;
  }
}
