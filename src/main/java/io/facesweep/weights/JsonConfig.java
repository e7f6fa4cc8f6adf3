package io.facesweep.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a checkpoint (config.json, model_index.json, vocab.json ...), read strictly:
 * UTF-8, one object, no duplicate keys, nesting of at most 64, at most 64 MiB.
 *
 * <p>Accessors name a key and the type it must have. Those with a default give it when the key is
 * absent or null; those without refuse that. Every refusal is a {@link UserException} that names
 * file, key, value and what is expected. A whole number must be written without fraction or
 * exponent.
 */
public final class JsonConfig {
  private static final long MAX_FILE = 64L << 20;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,10}");

  private final Path file;
  private final String prefix;
  private final JsonObject object;

  private JsonConfig(Path file, String prefix, JsonObject object) {
    this.file = file;
    this.prefix = prefix;
    this.object = object;
  }

  /**
   * Reads a file.
   *
   * @throws UserException when the file is missing, too large, or not one strict JSON object
   */
  public static JsonConfig read(Path file) {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file)) {
        throw new UserException("Cannot read %s: there is no such file".formatted(file));
      }
      long size = Files.size(file);
      if (size > MAX_FILE) {
        throw new UserException(
            "Cannot read %s: %d bytes (expected at most %d)".formatted(file, size, MAX_FILE));
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    }
    return of(file, bytes);
  }

  /**
   * Reads an object from bytes.
   *
   * @param file what messages say that it is from
   * @throws UserException when it is not one strict JSON object
   */
  public static JsonConfig of(Path file, byte[] bytes) {
    JsonElement value =
        JsonReading.parse(bytes, file.toString(), reader -> element(reader, file, 0));
    if (!(value instanceof JsonObject root)) {
      throw new UserException(
          "Cannot read %s: its JSON is not an object (expected {...})".formatted(file));
    }
    return new JsonConfig(file, "", root);
  }

  private static JsonElement element(JsonReader reader, Path file, int depth) throws IOException {
    if (depth > JsonReading.DEEPEST) {
      throw new UserException(
          "Cannot read %s: JSON nested deeper than %d".formatted(file, JsonReading.DEEPEST));
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject members = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
          String name = reader.nextName();
          if (members.has(name)) {
            throw new UserException(
                "Cannot read %s: the key '%s' stands twice"
                    .formatted(file, JsonReading.quoted(name)));
          }
          members.add(name, element(reader, file, depth + 1));
        }
        reader.endObject();
        yield members;
      }
      case BEGIN_ARRAY -> {
        JsonArray items = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
          items.add(element(reader, file, depth + 1));
        }
        reader.endArray();
        yield items;
      }
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT ->
          throw new IllegalStateException("Expected a value at " + reader.getPath());
    };
  }

  /**
   * The same object with other values for some keys.
   *
   * @param values numbers, texts, truth values, or lists of them, by key
   * @param from the file that they come from, which messages name
   */
  public JsonConfig with(Map<String, ?> values, Path from) {
    JsonObject copy = object.deepCopy();
    values.forEach((key, value) -> copy.add(key, json(value)));
    return new JsonConfig(from, prefix, copy);
  }

  private static JsonElement json(Object value) {
    if (value instanceof List<?> items) {
      JsonArray array = new JsonArray();
      items.forEach(item -> array.add(json(item)));
      return array;
    } else if (value instanceof Number number) {
      return new JsonPrimitive(number);
    } else if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    return new JsonPrimitive(value.toString());
  }

  /** The object as JSON. */
  public String json() {
    return object.toString();
  }

  /** The file that this was read from. */
  public Path file() {
    return file;
  }

  /** The keys of this object in the file's order. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(object.keySet());
  }

  /** True when the key is there, even if its value is null. */
  public boolean has(String key) {
    return object.has(key);
  }

  /** True when the key is not there or its value is null. */
  public boolean isNullOrAbsent(String key) {
    JsonElement value = object.get(key);
    return value == null || value.isJsonNull();
  }

  /** True when the value is a string. */
  public boolean isText(String key) {
    return object.get(key) instanceof JsonPrimitive value && value.isString();
  }

  /** True when the value is an object. */
  public boolean isSection(String key) {
    return object.get(key) instanceof JsonObject;
  }

  /** True when the value is an array. */
  public boolean isList(String key) {
    return object.get(key) instanceof JsonArray;
  }

  /** The object under a key; its problems are named by the path of keys, joined by dots. */
  public JsonConfig section(String key) {
    if (!(object.get(key) instanceof JsonObject value)) {
      throw problem(key, "an object");
    }
    return new JsonConfig(file, prefix + key + ".", value);
  }

  /** A whole number that fits an int. */
  public int integer(String key) {
    return integerOf(object.get(key), key, "a whole number");
  }

  /** A whole number that fits an int, or the default. */
  public int integer(String key, int absent) {
    return isNullOrAbsent(key) ? absent : integer(key);
  }

  /** A whole number of at least 1. */
  public int positive(String key) {
    int value = integerOf(object.get(key), key, "a whole number of at least 1");
    if (value < 1) {
      throw problem(key, "a whole number of at least 1");
    }
    return value;
  }

  /** A whole number of at least 1, or the default. */
  public int positive(String key, int absent) {
    return isNullOrAbsent(key) ? absent : positive(key);
  }

  /** A finite number. */
  public double number(String key) {
    if (object.get(key) instanceof JsonPrimitive value && value.isNumber()) {
      double number = Double.parseDouble(value.getAsString());
      if (Double.isFinite(number)) {
        return number;
      }
    }
    throw problem(key, "a finite number");
  }

  /** A finite number, or the default. */
  public double number(String key, double absent) {
    return isNullOrAbsent(key) ? absent : number(key);
  }

  /** A string. */
  public String text(String key) {
    if (!isText(key)) {
      throw problem(key, "a string");
    }
    return object.get(key).getAsString();
  }

  /** A string, or the default. */
  public String text(String key, String absent) {
    return isNullOrAbsent(key) ? absent : text(key);
  }

  /** True or false. */
  public boolean flag(String key) {
    if (object.get(key) instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean();
    }
    throw problem(key, "true or false");
  }

  /** True or false, or the default. */
  public boolean flag(String key, boolean absent) {
    return isNullOrAbsent(key) ? absent : flag(key);
  }

  /** A list of whole numbers, possibly empty. */
  public List<Integer> integers(String key) {
    List<Integer> values = new ArrayList<>();
    for (JsonElement item : list(key, "a list of whole numbers")) {
      values.add(integerOf(item, key, "a list of whole numbers"));
    }
    return List.copyOf(values);
  }

  /**
   * A list of {@code count} whole numbers; one whole number stands for {@code count} equal ones.
   */
  public List<Integer> integers(String key, int count) {
    if (!isList(key)) {
      String rule = "a whole number or a list of %d".formatted(count);
      return Collections.nCopies(count, integerOf(object.get(key), key, rule));
    }
    List<Integer> values = integers(key);
    if (values.size() != count) {
      throw problem(key, "a whole number or a list of %d".formatted(count));
    }
    return values;
  }

  /** A list of finite numbers, possibly empty. */
  public double[] numbers(String key) {
    JsonArray items = list(key, "a list of finite numbers");
    double[] values = new double[items.size()];
    for (int i = 0; i < values.length; i++) {
      boolean isNumber = items.get(i) instanceof JsonPrimitive item && item.isNumber();
      values[i] = isNumber ? Double.parseDouble(items.get(i).getAsString()) : Double.NaN;
      if (!Double.isFinite(values[i])) {
        throw problem(key, "a list of finite numbers");
      }
    }
    return values;
  }

  /** A list of strings, possibly empty. */
  public List<String> strings(String key) {
    List<String> values = new ArrayList<>();
    for (JsonElement item : list(key, "a list of strings")) {
      if (!(item instanceof JsonPrimitive text) || !text.isString()) {
        throw problem(key, "a list of strings");
      }
      values.add(text.getAsString());
    }
    return List.copyOf(values);
  }

  /** A list of lists of strings, possibly empty. */
  public List<List<String>> stringLists(String key) {
    String rule = "a list of lists of strings";
    List<List<String>> values = new ArrayList<>();
    for (JsonElement inner : list(key, rule)) {
      if (!(inner instanceof JsonArray items)) {
        throw problem(key, rule);
      }
      List<String> texts = new ArrayList<>();
      for (JsonElement item : items) {
        if (!(item instanceof JsonPrimitive text) || !text.isString()) {
          throw problem(key, rule);
        }
        texts.add(text.getAsString());
      }
      values.add(List.copyOf(texts));
    }
    return List.copyOf(values);
  }

  /** Whether the value is a list that begins with a list. */
  public boolean isListOfLists(String key) {
    return object.get(key) instanceof JsonArray items
        && !items.isEmpty()
        && items.get(0) instanceof JsonArray;
  }

  /** A list of objects, possibly empty; their problems are named with their places from 0. */
  public List<JsonConfig> sections(String key) {
    List<JsonConfig> values = new ArrayList<>();
    for (JsonElement item : list(key, "a list of objects")) {
      if (!(item instanceof JsonObject value)) {
        throw problem(key, "a list of objects");
      }
      values.add(new JsonConfig(file, "%s%s.%d.".formatted(prefix, key, values.size()), value));
    }
    return List.copyOf(values);
  }

  private JsonArray list(String key, String rule) {
    if (object.get(key) instanceof JsonArray items) {
      return items;
    }
    throw problem(key, rule);
  }

  private int integerOf(JsonElement value, String key, String rule) {
    if (value instanceof JsonPrimitive number
        && number.isNumber()
        && WHOLE_NUMBER.matcher(number.getAsString()).matches()) {
      long whole = Long.parseLong(number.getAsString());
      if (whole == (int) whole) {
        return (int) whole;
      }
    }
    throw problem(key, rule);
  }

  /**
   * The exception for a value that breaks a rule, to be thrown by whoever knows the rule.
   *
   * @param rule what is expected, as in "a multiple of 8"
   */
  public UserException problem(String key, String rule) {
    return new UserException(
        "Invalid %s%s: %s (expected %s) in %s"
            .formatted(prefix, JsonReading.quoted(key), shown(object.get(key)), rule, file));
  }

  /** A value for a message, cut short before it is written out. */
  private static String shown(@Nullable JsonElement value) {
    if (value == null) {
      return "absent";
    } else if (value instanceof JsonArray items && items.size() > 16) {
      return "a list of " + items.size();
    } else if (value instanceof JsonObject members && members.size() > 16) {
      return "an object of %d keys".formatted(members.size());
    } else if (value instanceof JsonPrimitive text && text.isString()) {
      return '"' + JsonReading.quoted(text.getAsString()) + '"';
    }
    return JsonReading.quoted(value.toString());
  }
}
