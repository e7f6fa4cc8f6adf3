package io.facesweep.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Contrasts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code analysis} of {@code plan.json}: what a sweep's effects were asked when it was planned. */
final class AnalysisJson {
  private static final String CONFIRMATORY = "confirmatory";
  private static final String CONTRASTS = "contrasts";
  private static final String EQUIVALENCE = "equivalence";

  private AnalysisJson() {}

  static JsonObject write(AnalysisSettings analysis) {
    JsonArray confirmatory = new JsonArray();
    analysis.confirmatory().forEach(confirmatory::add);
    JsonObject json = new JsonObject();
    json.add(CONFIRMATORY, confirmatory);
    json.addProperty(CONTRASTS, analysis.contrasts().text());
    json.add(EQUIVALENCE, Json.map(analysis.equivalence(), Json::value));
    return json;
  }

  /**
   * What is there of it; the defaults where it is not, as in plans of before it was kept.
   *
   * @throws RuntimeException if it is anything else
   */
  static AnalysisSettings read(@Nullable JsonObject json) {
    if (json == null) {
      return AnalysisSettings.DEFAULT;
    }
    List<String> confirmatory =
        json.getAsJsonArray(CONFIRMATORY).asList().stream().map(JsonElement::getAsString).toList();
    Map<String, Double> equivalence = new LinkedHashMap<>();
    json.getAsJsonObject(EQUIVALENCE)
        .entrySet()
        .forEach(entry -> equivalence.put(entry.getKey(), entry.getValue().getAsDouble()));
    return new AnalysisSettings(
        confirmatory, Json.choice(json, CONTRASTS, Contrasts.BASELINE), equivalence);
  }
}
