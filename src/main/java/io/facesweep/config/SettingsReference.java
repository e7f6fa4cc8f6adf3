package io.facesweep.config;

import java.util.ArrayList;
import java.util.List;

/** The reference of every key of a configuration file, from their declarations. */
public final class SettingsReference {
  private SettingsReference() {}

  /**
   * One key.
   *
   * @param key full dotted path
   * @param allowed what it takes
   * @param otherwise its default, or what holds where it is not given
   * @param source where the default is from, empty where it is our own
   * @param usedWhen what must hold so that it counts, empty where it always does; conditions on the
   *     phases left aside
   * @param meaning one line
   */
  public record Entry(
      String key,
      String allowed,
      String otherwise,
      String source,
      String usedWhen,
      String meaning) {}

  /** Every key, in the order in which an effective configuration writes them. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Key<?> key : FileKeys.SCHEMA.keys()) {
      entries.add(entry(FileKeys.SCHEMA, key));
      if (key.equals(FileKeys.BASELINE)) {
        Schema trial = RecordKeys.TRIAL.schema();
        trial.keys().forEach(inside -> entries.add(entry(trial, inside)));
      }
    }
    return entries;
  }

  /** The reference as text: four or five lines a key. */
  public static String text() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries()) {
      text.append(entry.key())
          .append("\n    ")
          .append(entry.meaning())
          .append("\n    takes ")
          .append(entry.allowed())
          .append("\n    default ")
          .append(entry.otherwise())
          .append(entry.source().isEmpty() ? "" : " (" + entry.source() + ")")
          .append(entry.usedWhen().isEmpty() ? "" : "\n    counts where " + entry.usedWhen())
          .append("\n");
    }
    return text.toString();
  }

  private static Entry entry(Schema schema, Key<?> key) {
    return new Entry(
        schema.fullPath(key.path()),
        key.kind().expected(),
        key.otherwise(),
        key.source(),
        key.usedWhen(),
        key.doc());
  }
}
