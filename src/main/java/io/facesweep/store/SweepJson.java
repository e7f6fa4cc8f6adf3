package io.facesweep.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.facesweep.UserException;
import io.facesweep.settings.Design;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code plan.json}. Trials of one combination share their settings and their factors, which
 * therefore stand there once, as a variant.
 */
final class SweepJson {
  private static final int VERSION = 1;

  private SweepJson() {}

  static String write(StoredSweep sweep) {
    JsonArray variants = new JsonArray();
    JsonArray trials = new JsonArray();
    Map<Map<String, String>, Integer> known = new HashMap<>();
    for (StoredTrial trial : sweep.trials()) {
      Integer variant = known.get(trial.factors());
      if (variant == null) {
        variant = variants.size();
        known.put(trial.factors(), variant);
        JsonObject json = new JsonObject();
        json.add("factors", Json.map(trial.factors(), Json::value));
        json.add("settings", Json.map(trial.settings(), Json::value));
        variants.add(json);
      }
      trials.add(trial(trial, variant));
    }
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("sweep", sweep.name());
    json.add("factors", Json.map(sweep.factors(), SweepJson::array));
    json.add("baseline", Json.map(sweep.baseline(), Json::value));
    json.addProperty("design", sweep.design().text());
    json.add("analysis", AnalysisJson.write(sweep.analysis()));
    JsonArray looks = new JsonArray();
    sweep.looks().forEach(looks::add);
    json.add("looks", looks);
    json.add("variants", variants);
    json.add("trials", trials);
    return Json.pretty(json);
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
      JsonObject json = Json.object(text);
      if (json.get("version").getAsInt() != VERSION) {
        throw new UserException(
            "Cannot read %s: its version is %s (expected %d)"
                .formatted(what, json.get("version"), VERSION));
      }
      String name = json.get("sweep").getAsString();
      if (!name.equals(sweep)) {
        throw new UserException(
            "Cannot read %s: it is the plan of sweep '%s' (expected %s; run the sweep again)"
                .formatted(what, name, sweep));
      }
      List<JsonObject> variants = new ArrayList<>();
      List<Map<String, String>> factors = new ArrayList<>();
      List<Map<String, Object>> settings = new ArrayList<>();
      json.getAsJsonArray("variants").forEach(v -> variants.add(v.getAsJsonObject()));
      for (JsonObject variant : variants) {
        factors.add(texts(variant.getAsJsonObject("factors")));
        settings.add(Json.map(variant.getAsJsonObject("settings"), Json::value));
      }
      List<StoredTrial> trials = new ArrayList<>();
      for (JsonElement element : json.getAsJsonArray("trials")) {
        JsonObject trial = element.getAsJsonObject();
        int variant = trial.get("variant").getAsInt();
        trials.add(trial(trial, trials.size(), factors.get(variant), settings.get(variant)));
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
    } catch (UserException e) {
      throw e;
    } catch (RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UserException(
          "Cannot read %s: it is not the plan of a sweep (run the sweep again)".formatted(what), e);
    }
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

  private static StoredTrial trial(
      JsonObject json, int index, Map<String, String> factors, Map<String, Object> settings) {
    return new StoredTrial(
        index,
        json.get("id").getAsString(),
        json.get("prompt").getAsString(),
        json.get("prompt_text").getAsString(),
        json.get("seed").getAsLong(),
        factors,
        settings,
        stage(json.get("geometry_stage")),
        stage(json.get("texture_stage")),
        json.has("start") ? stage(json.get("start")) : null);
  }

  private static @Nullable String stage(JsonElement json) {
    if (json.isJsonNull()) {
      return null;
    }
    String id = json.getAsString();
    if (!StagePaths.isId(id)) {
      throw new IllegalArgumentException("Invalid stage id: '%s'".formatted(id));
    }
    return id;
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
