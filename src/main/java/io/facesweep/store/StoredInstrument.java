package io.facesweep.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.plan.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep was measured with last, as its folder keeps it.
 *
 * @param id 16 hexadecimal digits
 * @param facts metrics' version, pixels, distance and field of view, by name
 * @param judges fingerprints of the nets that judge, by name
 * @param better which end of a scorer's numbers is better, {@code higher} or {@code lower}, by name
 */
public record StoredInstrument(
    String id, Map<String, String> facts, Map<String, String> judges, Map<String, String> better) {
  private static final String ID = "id";
  private static final String JUDGES = "judges";
  private static final String BETTER = "better";

  public StoredInstrument {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    judges = Collections.unmodifiableMap(new LinkedHashMap<>(judges));
    better = Collections.unmodifiableMap(new LinkedHashMap<>(better));
  }

  static String write(Instrument instrument) {
    JsonObject json = new JsonObject();
    json.addProperty(ID, instrument.id());
    json.addProperty("metrics_version", Instrument.METRICS_VERSION);
    json.addProperty("resolution", instrument.settings().resolution());
    json.addProperty("distance", instrument.settings().distance());
    json.addProperty("fov", instrument.settings().fov());
    json.add(JUDGES, Json.map(instrument.judges(), Json::value));
    json.add(BETTER, Json.map(instrument.settings().better(), Json::value));
    return Json.pretty(json);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RuntimeException if it is anything else
   */
  static StoredInstrument read(byte[] content) {
    JsonObject json = Json.object(new String(content, StandardCharsets.UTF_8));
    String id = json.get(ID).getAsString();
    if (!id.matches("[0-9a-f]{16}")) {
      throw new JsonParseException("no id");
    }
    Map<String, String> facts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (entry.getValue().isJsonPrimitive() && !entry.getKey().equals(ID)) {
        facts.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    return new StoredInstrument(
        id, facts, texts(json.getAsJsonObject(JUDGES)), texts(json.getAsJsonObject(BETTER)));
  }

  /** Texts of an object; none where there is no object. */
  private static Map<String, String> texts(@Nullable JsonObject json) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (json != null) {
      json.entrySet().forEach(entry -> texts.put(entry.getKey(), entry.getValue().getAsString()));
    }
    return texts;
  }
}
