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
   * @param meaning one line
   */
  public record Entry(String key, String allowed, String otherwise, String meaning) {}

  /** Every key, in the order in which an effective configuration writes them. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Key<?> key : FileKeys.SCHEMA.keys()) {
      entries.add(entry(FileKeys.SCHEMA, key));
      if (key.equals(FileKeys.BASELINE)) {
        RecordKeys.TRIAL
            .schema()
            .keys()
            .forEach(trial -> entries.add(entry(RecordKeys.TRIAL.schema(), trial)));
      }
    }
    return entries;
  }

  /** The reference as text: four lines a key. */
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
          .append("\n");
    }
    return text.toString();
  }

  private static Entry entry(Schema schema, Key<?> key) {
    return new Entry(
        schema.fullPath(key.path()), key.kind().expected(), key.otherwise(), key.doc());
  }
}
