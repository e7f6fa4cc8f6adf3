package io.facesweep.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Damages files at their fields: numbers of binary formats, and values of JSON trees. */
final class FieldMutator {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    8,
    16,
    255,
    256,
    32_767,
    65_535,
    65_536,
    1 << 24,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFFFFFFL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    -1,
    -2,
    Integer.MIN_VALUE,
    Long.MIN_VALUE
  };

  private final SplittableRandom random;

  FieldMutator(SplittableRandom random) {
    this.random = random;
  }

  /** A number that readers do not expect. */
  long number(int around) {
    return switch (random.nextInt(4)) {
      case 0 -> around + random.nextInt(-9, 10);
      case 1 -> random.nextInt(64);
      default -> NUMBERS[random.nextInt(NUMBERS.length)];
    };
  }

  /** One to three fields of 1, 2, 4 or 8 bytes get other numbers, in either byte order. */
  byte[] binary(byte[] seed) {
    byte[] bytes = seed.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int width = 1 << random.nextInt(4);
      if (bytes.length < width) {
        return bytes;
      }
      int at = random.nextInt(bytes.length - width + 1);
      ByteBuffer field = ByteBuffer.allocate(8);
      field.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      field.putLong(0, number(bytes.length));
      int from = field.order() == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
      System.arraycopy(field.array(), from, bytes, at, width);
    }
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
        : bytes;
  }

  /** One or two values of a JSON text become values of another kind or size. */
  String json(String seed) {
    JsonElement tree = JsonParser.parseString(seed);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      List<Consumer<JsonElement>> places = new ArrayList<>();
      collect(tree, places);
      if (!places.isEmpty()) {
        places.get(random.nextInt(places.size())).accept(value());
      }
    }
    return tree.toString();
  }

  byte[] jsonBytes(String seed) {
    return json(seed).getBytes(StandardCharsets.UTF_8);
  }

  private static void collect(JsonElement tree, List<Consumer<JsonElement>> places) {
    if (tree instanceof JsonObject object) {
      for (String key : object.keySet()) {
        places.add(value -> object.add(key, value));
        places.add(value -> object.remove(key));
        collect(object.get(key), places);
      }
    } else if (tree instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places.add(
            value -> {
              if (at < array.size()) {
                array.set(at, value);
              }
            });
        collect(array.get(i), places);
      }
      places.add(array::add);
    }
  }

  private JsonElement value() {
    return switch (random.nextInt(11)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonObject();
      case 2 -> new JsonArray();
      case 3 -> new JsonPrimitive(random.nextBoolean());
      case 4 -> new JsonPrimitive(number(10));
      case 5 -> new JsonPrimitive(new BigDecimal("1e99999"));
      case 6 -> new JsonPrimitive(-random.nextDouble());
      case 7 -> new JsonPrimitive(text());
      case 8 -> new JsonPrimitive("x".repeat(random.nextInt(100_000)));
      case 9 -> nested(random.nextInt(1000));
      default -> new JsonPrimitive(random.nextInt(100));
    };
  }

  private String text() {
    String[] texts = {
      "",
      "NaN",
      "Infinity",
      "-1",
      "../../x",
      "/etc/passwd",
      "file:/x",
      "a:b",
      "\u001b]0;x\u0007",
      "\u0000",
      "\ud800",
      "geometry",
      "texture",
      "done",
      "failed",
      "2026-01-01T00:00:00Z",
      "-999999999-01-01T00:00:00Z",
      "99999999999999999999"
    };
    return texts[random.nextInt(texts.length)];
  }

  private static JsonElement nested(int depth) {
    JsonElement value = JsonNull.INSTANCE;
    for (int i = 0; i < depth; i++) {
      JsonArray around = new JsonArray();
      around.add(value);
      value = around;
    }
    return value;
  }
}
