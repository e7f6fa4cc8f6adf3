package io.facesweep.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.store.RecordJson.UntrustedException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Measures as JSON: fields of a stage's record, and a file of their own. */
final class MeasuresJson {
  private static final String INSTRUMENT = "instrument";
  private static final String STAGE = "stage";
  private static final String VIEWS = "views";
  private static final String PICTURE = "picture";
  private static final String JUDGE_ERRORS = "judge_errors";

  private MeasuresJson() {}

  /** Puts measures into an object. */
  static void put(Measures measures, JsonObject json) {
    json.addProperty(INSTRUMENT, measures.instrument());
    json.add("metrics", Json.map(measures.metrics(), Json::number));
    json.add(
        "prompt_errors",
        Json.map(measures.promptErrors(), errors -> Json.map(errors, Json::number)));
    if (!measures.views().isEmpty()) {
      json.add(VIEWS, Json.map(measures.views(), MeasuresJson::views));
    }
    if (!measures.picture().isEmpty()) {
      json.addProperty(PICTURE, measures.picture());
    }
    if (!measures.judgeErrors().isEmpty()) {
      json.add(JUDGE_ERRORS, Json.map(measures.judgeErrors(), Json::value));
    }
  }

  private static JsonObject views(Map<ViewAngle, Double> values) {
    JsonObject json = new JsonObject();
    values.forEach((view, value) -> json.add(view.text(), Json.number(value)));
    return json;
  }

  private static Map<ViewAngle, Double> views(JsonElement json) {
    Map<ViewAngle, Double> values = new TreeMap<>();
    json.getAsJsonObject()
        .entrySet()
        .forEach(view -> values.put(ViewAngle.parse(view.getKey()), Json.number(view.getValue())));
    return values;
  }

  /** Reads what {@link #put} wrote; records of earlier versions name no instrument and no views. */
  static Measures get(JsonObject json) {
    JsonElement instrument = json.get(INSTRUMENT);
    @Nullable String id =
        instrument == null || instrument.isJsonNull() ? null : instrument.getAsString();
    return new Measures(
        id,
        Json.map(json.getAsJsonObject("metrics"), Json::number),
        Json.map(
            json.getAsJsonObject("prompt_errors"),
            errors -> Json.map(errors.getAsJsonObject(), Json::number)),
        json.has(VIEWS) ? Json.map(json.getAsJsonObject(VIEWS), MeasuresJson::views) : Map.of(),
        json.has(PICTURE) ? json.get(PICTURE).getAsString() : "",
        json.has(JUDGE_ERRORS)
            ? Json.map(json.getAsJsonObject(JUDGE_ERRORS), JsonElement::getAsString)
            : Map.of());
  }

  /** Writes a file of measures of a stage. */
  static String write(String stage, Measures measures) {
    JsonObject json = new JsonObject();
    json.addProperty(STAGE, stage);
    put(measures, json);
    return SealedJson.write(json);
  }

  /**
   * Reads such a file.
   *
   * @param stage that it must be of
   * @param instrument that it must be by
   * @throws UntrustedException if it is cut short, edited or of another stage or instrument
   */
  static Measures read(String text, String stage, String instrument) throws UntrustedException {
    if (SealedJson.body(text).isEmpty()) {
      throw new UntrustedException("it was changed after it was written (checksum differs)");
    }
    try {
      JsonObject json = Json.object(text);
      Measures measures = get(json);
      if (!stage.equals(json.get(STAGE).getAsString())
          || !instrument.equals(measures.instrument())) {
        throw new UntrustedException("it is of another stage or by another instrument");
      }
      return measures;
    } catch (JsonParseException e) {
      throw new UntrustedException("it is not whole");
    } catch (RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UntrustedException("a field is missing or wrong");
    }
  }
}
