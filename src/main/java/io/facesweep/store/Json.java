package io.facesweep.store;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.facesweep.settings.Choice;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the store's files. Numbers that are not finite are the texts NaN, Infinity, -Infinity.
 */
public final class Json {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();
  private static final Gson COMPACT =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** Levels of objects and lists; readers and writers of deeper ones may run out of stack. */
  private static final int MAX_DEPTH = 64;

  private Json() {}

  static String pretty(JsonElement json) {
    return PRETTY.toJson(json) + "\n";
  }

  /**
   * Returns a writer of what {@link #pretty} writes, for what is too much for a tree; no last line
   * break.
   */
  static JsonWriter prettyWriter(Writer out) {
    JsonWriter writer = new JsonWriter(out);
    writer.setFormattingStyle(FormattingStyle.PRETTY);
    return writer;
  }

  /** Writes a tree where a writer of {@link #prettyWriter} stands. */
  static void write(JsonElement json, JsonWriter writer) {
    PRETTY.toJson(json, writer);
  }

  public static String compact(JsonElement json) {
    return COMPACT.toJson(json);
  }

  /**
   * The one object that the text consists of.
   *
   * @throws JsonParseException if it is anything else, or deeper than 64 levels
   */
  public static JsonObject object(String text) {
    JsonReader reader = reader(text);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (!json.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("not one JSON object");
      }
      return json.getAsJsonObject();
    } catch (IOException e) {
      throw new JsonParseException(e.getMessage(), e);
    }
  }

  /**
   * Returns a strict reader of a text.
   *
   * @throws JsonParseException if it is deeper than 64 levels
   */
  static JsonReader reader(String text) {
    requireShallow(text);
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  private static void requireShallow(String text) {
    int depth = 0;
    boolean isInText = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isInText) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          isInText = false;
        }
      } else if (c == '"') {
        isInText = true;
      } else if (c == '{' || c == '[') {
        depth++;
        if (depth > MAX_DEPTH) {
          throw new JsonParseException("nested deeper than %d levels".formatted(MAX_DEPTH));
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  /** Texts, truth values, whole numbers and doubles. */
  static JsonElement value(@Nullable Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    } else if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    } else if (value instanceof Double number) {
      return number(number);
    } else if (value instanceof Integer || value instanceof Long) {
      return new JsonPrimitive((Number) value);
    } else if (value instanceof String text) {
      return new JsonPrimitive(text);
    }
    throw new IllegalArgumentException(
        "Invalid value: %s (expected text, number or truth value)".formatted(value));
  }

  /** Writes what {@link #value(Object)} is, where a writer stands. */
  static void value(JsonWriter json, @Nullable Object value) throws IOException {
    if (value instanceof Double number) {
      number(json, number);
    } else if (value instanceof String text) {
      json.value(text);
    } else {
      write(value(value), json);
    }
  }

  /** Writes what {@link #number(double)} is, where a writer stands. */
  static void number(JsonWriter json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.value(value);
    } else {
      json.value("" + value);
    }
  }

  /** Writes a value where a writer stands. */
  @FunctionalInterface
  interface Writing<T> {
    void write(JsonWriter json, T value) throws IOException;
  }

  /** Writes an object where a writer stands. */
  static <T> void map(JsonWriter json, Map<String, T> map, Writing<? super T> value)
      throws IOException {
    json.beginObject();
    for (Map.Entry<String, T> entry : map.entrySet()) {
      value.write(json.name(entry.getKey()), entry.getValue());
    }
    json.endObject();
  }

  public static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive("" + value);
  }

  /** Reads what {@link #number(double)} wrote. */
  public static double number(JsonElement json) {
    return json.getAsJsonPrimitive().isString()
        ? nonFinite(json.getAsString())
        : json.getAsDouble();
  }

  /** Reads what {@link #number(double)} wrote, where a reader stands. */
  static double number(JsonReader reader) throws IOException {
    return reader.peek() == JsonToken.STRING ? nonFinite(reader.nextString()) : reader.nextDouble();
  }

  /** Reads what {@link #value} wrote: a number without point or exponent is a {@code Long}. */
  static Object value(JsonElement json) {
    JsonPrimitive primitive = json.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    String text = primitive.getAsString();
    return primitive.isString() ? text : ofNumber(text);
  }

  /** Reads what {@link #value} wrote, where a reader stands. */
  static Object valueAt(JsonReader reader) throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.BOOLEAN) {
      return reader.nextBoolean();
    }
    String text = reader.nextString();
    return token == JsonToken.STRING ? text : ofNumber(text);
  }

  private static Object ofNumber(String text) {
    return isWhole(text) ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
  }

  /** Without a pattern, since records have very many numbers. */
  private static boolean isWhole(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  /**
   * A constant by its word, or the one given where an object has none.
   *
   * @throws JsonParseException if there is no such word
   */
  static <E extends Enum<E> & Choice> E choice(JsonObject json, String key, E otherwise) {
    JsonElement word = json.get(key);
    if (word == null) {
      return otherwise;
    }
    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
      if (constant.text().equals(word.getAsString())) {
        return constant;
      }
    }
    throw new JsonParseException("not a %s: %s".formatted(key, word));
  }

  public static <T> JsonObject map(Map<String, T> map, Function<T, JsonElement> write) {
    JsonObject json = new JsonObject();
    map.forEach((key, value) -> json.add(key, write.apply(value)));
    return json;
  }

  public static <T> Map<String, T> map(JsonObject json, Function<JsonElement, T> read) {
    Map<String, T> map = new TreeMap<>();
    json.entrySet().forEach(entry -> map.put(entry.getKey(), read.apply(entry.getValue())));
    return map;
  }

  private static double nonFinite(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new JsonParseException("not a number: " + text);
    };
  }
}
