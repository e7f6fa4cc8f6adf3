package io.facesweep.store;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
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

  /** Writes measures as fields of an object. */
  static void put(Measures measures, JsonWriter json) throws IOException {
    json.name(INSTRUMENT).value(measures.instrument());
    Json.map(json.name(METRICS), measures.metrics(), Json::number);
    Json.map(
        json.name(PROMPT_ERRORS),
        measures.promptErrors(),
        (out, errors) -> Json.map(out, errors, Json::number));
    if (!measures.views().isEmpty()) {
      Json.map(json.name(VIEWS), measures.views(), MeasuresJson::views);
    }
    if (!measures.picture().isEmpty()) {
      json.name(PICTURE).value(measures.picture());
    }
    if (!measures.judgeErrors().isEmpty()) {
      Json.map(json.name(JUDGE_ERRORS), measures.judgeErrors(), JsonWriter::value);
    }
  }

  private static void views(JsonWriter json, Map<ViewAngle, Double> values) throws IOException {
    json.beginObject();
    for (Map.Entry<ViewAngle, Double> entry : values.entrySet()) {
      Json.number(json.name(entry.getKey().text()), entry.getValue());
    }
    json.endObject();
  }

  /** Writes a file of measures of a stage. */
  static String write(String stage, Measures measures) {
    return SealedJson.write(
        json -> {
          json.name(STAGE).value(stage);
          put(measures, json);
        });
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
