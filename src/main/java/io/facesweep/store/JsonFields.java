package io.facesweep.store;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads JSON where a reader stands, without a tree of it: a sweep has very many records. */
final class JsonFields {
  private JsonFields() {}

  /** Gets a field; it must read the value. */
  @FunctionalInterface
  interface Field {
    void read(String name, JsonReader reader) throws IOException;
  }

  /** Reads a value. */
  @FunctionalInterface
  interface Value<T> {
    T read(JsonReader reader) throws IOException;
  }

  /**
   * Reads the one object that a text consists of.
   *
   * @param field gets its fields, in their order
   * @throws JsonParseException if it is anything else, or deeper than 64 levels
   */
  static void read(String text, Field field) {
    JsonReader reader = Json.reader(text);
    try {
      object(reader, field);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("not one JSON object");
      }
    } catch (IOException e) {
      throw new JsonParseException(e.getMessage(), e);
    }
  }

  /** Reads an object. */
  static void object(JsonReader reader, Field field) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      field.read(reader.nextName(), reader);
    }
    reader.endObject();
  }

  /** Reads an object as a map, the names of which are few. */
  static <T> Map<String, T> map(JsonReader reader, Value<T> value) throws IOException {
    Map<String, T> map = new TreeMap<>();
    object(reader, (name, in) -> map.put(KnownTexts.one(name), value.read(in)));
    return map;
  }

  /** Reads a text that other records have too. */
  static String known(JsonReader reader) throws IOException {
    return KnownTexts.one(reader.nextString());
  }

  /** Reads a value, or null. */
  static <T> @Nullable T optional(JsonReader reader, Value<T> value) throws IOException {
    if (reader.peek() == JsonToken.NULL) {
      reader.nextNull();
      return null;
    }
    return value.read(reader);
  }

  /**
   * Returns the value of a field.
   *
   * @throws IllegalArgumentException if there was none
   */
  static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
