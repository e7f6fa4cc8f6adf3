package io.facesweep.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.facesweep.UserException;
import io.facesweep.settings.Design;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code plan.json}. Trials of one combination share their settings and their factors, which
 * therefore stand there once, as a variant.
 */
final class SweepJson {
  private static final int VERSION = 1;
  private static final String TRIALS = "trials";

  private SweepJson() {}

  static String write(StoredSweep sweep) {
    Map<Map<String, String>, Integer> known = new HashMap<>();
    JsonArray variants = new JsonArray();
    for (StoredTrial trial : sweep.trials()) {
      if (known.putIfAbsent(trial.factors(), variants.size()) == null) {
        JsonObject json = new JsonObject();
        json.add("factors", Json.map(trial.factors(), Json::value));
        json.add("settings", Json.map(trial.settings(), Json::value));
        variants.add(json);
      }
    }
    JsonArray looks = new JsonArray();
    sweep.looks().forEach(looks::add);
    StringWriter text = new StringWriter();
    try (JsonWriter json = Json.prettyWriter(text)) {
      json.beginObject();
      json.name("version").value(VERSION);
      json.name("sweep").value(sweep.name());
      Json.write(Json.map(sweep.factors(), SweepJson::array), json.name("factors"));
      Json.write(Json.map(sweep.baseline(), Json::value), json.name("baseline"));
      json.name("design").value(sweep.design().text());
      Json.write(AnalysisJson.write(sweep.analysis()), json.name("analysis"));
      Json.write(looks, json.name("looks"));
      Json.write(variants, json.name("variants"));
      json.name(TRIALS).beginArray(); // one by one: a sweep has very many
      for (StoredTrial trial : sweep.trials()) {
        Json.write(trial(trial, Objects.requireNonNull(known.get(trial.factors()))), json);
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /**
   * Reads a plan.
   *
   * @param sweep that it must be of
   * @param what the file, as messages name it
   * @throws UserException if it is not such a file
   */
  static StoredSweep read(String text, String sweep, String what) {
    try {
      JsonObject json = new JsonObject();
      List<Row> rows = new ArrayList<>();
      JsonReader reader = Json.reader(text);
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (name.equals(TRIALS)) {
          requireVersion(json, what);
          rows.clear();
          rows(reader, rows);
        } else {
          json.add(name, JsonParser.parseReader(reader));
        }
      }
      reader.endObject();
      requireVersion(json, what);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("not one JSON object");
      }
      return sweep(json, rows, sweep, what);
    } catch (UserException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UserException(
          "Cannot read %s: it is not the plan of a sweep (run the sweep again)".formatted(what), e);
    }
  }

  private static void requireVersion(JsonObject json, String what) {
    if (json.get("version").getAsInt() != VERSION) {
      throw new UserException(
          "Cannot read %s: its version is %s (expected %d)"
              .formatted(what, json.get("version"), VERSION));
    }
  }

  private static StoredSweep sweep(JsonObject json, List<Row> rows, String sweep, String what) {
    String name = json.get("sweep").getAsString();
    if (!name.equals(sweep)) {
      throw new UserException(
          "Cannot read %s: it is the plan of sweep '%s' (expected %s; run the sweep again)"
              .formatted(what, name, sweep));
    }
    List<Map<String, String>> factors = new ArrayList<>();
    List<Map<String, Object>> settings = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("variants")) {
      JsonObject variant = element.getAsJsonObject();
      factors.add(texts(variant.getAsJsonObject("factors")));
      settings.add(Json.map(variant.getAsJsonObject("settings"), Json::value));
    }
    List<StoredTrial> trials = new ArrayList<>(rows.size());
    for (Row row : rows) {
      trials.add(row.trial(trials.size(), factors.get(row.variant), settings.get(row.variant)));
    }
    Map<String, List<String>> levels = new LinkedHashMap<>();
    json.getAsJsonObject("factors")
        .entrySet()
        .forEach(e -> levels.put(e.getKey(), list(e.getValue().getAsJsonArray())));
    return new StoredSweep(
        name,
        levels,
        texts(json.getAsJsonObject("baseline")),
        Json.choice(json, "design", Design.FULL),
        AnalysisJson.read(json.getAsJsonObject("analysis")),
        looks(json.getAsJsonArray("looks")),
        trials);
  }

  /** A trial as it stands there. */
  private record Row(
      String id,
      String prompt,
      String promptText,
      long seed,
      int variant,
      @Nullable String geometryStage,
      @Nullable String textureStage,
      @Nullable String start) {
    StoredTrial trial(int index, Map<String, String> factors, Map<String, Object> settings) {
      return new StoredTrial(
          index,
          id,
          prompt,
          promptText,
          seed,
          factors,
          settings,
          geometryStage,
          textureStage,
          start);
    }
  }

  /** Reads trials one by one; what several have is one object. */
  private static void rows(JsonReader reader, List<Row> rows) throws IOException {
    Map<String, String> known = new HashMap<>();
    reader.beginArray();
    while (reader.hasNext()) {
      JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
      rows.add(
          new Row(
              json.get("id").getAsString(),
              one(known, json.get("prompt").getAsString()),
              one(known, json.get("prompt_text").getAsString()),
              json.get("seed").getAsLong(),
              json.get("variant").getAsInt(),
              stage(json.get("geometry_stage"), known),
              stage(json.get("texture_stage"), known),
              json.has("start") ? stage(json.get("start"), known) : null));
    }
    reader.endArray();
  }

  private static String one(Map<String, String> known, String text) {
    return known.computeIfAbsent(text, t -> t);
  }

  private static JsonObject trial(StoredTrial trial, int variant) {
    JsonObject json = new JsonObject();
    json.addProperty("id", trial.id());
    json.addProperty("prompt", trial.prompt());
    json.addProperty("prompt_text", trial.promptText());
    json.addProperty("seed", trial.seed());
    json.addProperty("variant", variant);
    json.addProperty("geometry_stage", trial.geometryStage());
    json.addProperty("texture_stage", trial.textureStage());
    json.addProperty("start", trial.start());
    return json;
  }

  private static @Nullable String stage(JsonElement json, Map<String, String> known) {
    if (json.isJsonNull()) {
      return null;
    }
    String id = json.getAsString();
    if (!StagePaths.isId(id)) {
      throw new IllegalArgumentException("Invalid stage id: '%s'".formatted(id));
    }
    return one(known, id);
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static List<Integer> looks(@Nullable JsonArray array) {
    return array == null ? List.of() : array.asList().stream().map(JsonElement::getAsInt).toList();
  }

  private static List<String> list(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  /** In the order of the file. */
  private static Map<String, String> texts(JsonObject json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.entrySet().forEach(entry -> texts.put(entry.getKey(), entry.getValue().getAsString()));
    return texts;
  }
}
