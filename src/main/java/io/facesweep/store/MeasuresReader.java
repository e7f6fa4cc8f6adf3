package io.facesweep.store;

import static io.facesweep.store.JsonFields.required;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures as far as they are read; records of earlier versions name no instrument and no views.
 */
final class MeasuresReader {
  private @Nullable String instrument;
  private @Nullable Map<String, Double> metrics;
  private @Nullable Map<String, Map<String, Double>> promptErrors;
  private Map<String, Map<ViewAngle, Double>> views = Map.of();
  private String picture = "";
  private Map<String, String> judgeErrors = Map.of();

  /** Takes a field that {@link MeasuresJson#put} wrote, and leaves out any other. */
  void field(String name, JsonReader in) throws IOException {
    switch (name) {
      case MeasuresJson.INSTRUMENT -> instrument = JsonFields.optional(in, JsonFields::known);
      case MeasuresJson.METRICS -> metrics = JsonFields.map(in, Json::number);
      case MeasuresJson.PROMPT_ERRORS ->
          promptErrors = JsonFields.map(in, errors -> JsonFields.map(errors, Json::number));
      case MeasuresJson.VIEWS -> views = JsonFields.map(in, MeasuresReader::views);
      case MeasuresJson.PICTURE -> picture = in.nextString();
      case MeasuresJson.JUDGE_ERRORS -> judgeErrors = JsonFields.map(in, JsonReader::nextString);
      default -> in.skipValue();
    }
  }

  private static Map<ViewAngle, Double> views(JsonReader reader) throws IOException {
    Map<ViewAngle, Double> values = new TreeMap<>();
    JsonFields.object(reader, (view, in) -> values.put(ViewAngle.parse(view), Json.number(in)));
    return values;
  }

  /** Returns what was read. */
  Measures measures() {
    return new Measures(
        instrument,
        required(MeasuresJson.METRICS, metrics),
        required(MeasuresJson.PROMPT_ERRORS, promptErrors),
        views,
        picture,
        judgeErrors);
  }
}
