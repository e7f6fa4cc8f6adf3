package io.facesweep.store;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import io.facesweep.store.RecordJson.UntrustedException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures as JSON: fields of a stage's record, and a file of their own. */
final class MeasuresJson {
  static final String INSTRUMENT = "instrument";
  static final String METRICS = "metrics";
  static final String PROMPT_ERRORS = "prompt_errors";
  static final String VIEWS = "views";
  static final String PICTURE = "picture";
  static final String JUDGE_ERRORS = "judge_errors";
  private static final String STAGE = "stage";

  private MeasuresJson() {}

  /** Puts measures into an object. */
  static void put(Measures measures, JsonObject json) {
    json.addProperty(INSTRUMENT, measures.instrument());
    json.add(METRICS, Json.map(measures.metrics(), Json::number));
    json.add(
        PROMPT_ERRORS, Json.map(measures.promptErrors(), errors -> Json.map(errors, Json::number)));
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
      File file = new File();
      JsonFields.read(text, file::field);
      Measures measures = file.measures.measures();
      if (!stage.equals(file.stage) || !instrument.equals(measures.instrument())) {
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

  /** A file as far as it is read. */
  private static final class File {
    private final MeasuresReader measures = new MeasuresReader();
    private @Nullable String stage;

    void field(String name, JsonReader in) throws IOException {
      if (name.equals(STAGE)) {
        stage = in.nextString();
      } else {
        measures.field(name, in);
      }
    }
  }
}
