package io.facesweep.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.plan.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a sweep was measured with last, as its folder keeps it.
 *
 * @param id 16 hexadecimal digits
 * @param facts metrics' version, pixels, distance and field of view, by name
 * @param judges fingerprints of the nets that judge, by name
 */
public record StoredInstrument(String id, Map<String, String> facts, Map<String, String> judges) {
  private static final String ID = "id";
  private static final String JUDGES = "judges";

  public StoredInstrument {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    judges = Collections.unmodifiableMap(new LinkedHashMap<>(judges));
  }

  static String write(Instrument instrument) {
    JsonObject json = new JsonObject();
    json.addProperty(ID, instrument.id());
    json.addProperty("metrics_version", Instrument.METRICS_VERSION);
    json.addProperty("resolution", instrument.settings().resolution());
    json.addProperty("distance", instrument.settings().distance());
    json.addProperty("fov", instrument.settings().fov());
    json.add(JUDGES, Json.map(instrument.judges(), Json::value));
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
      if (!entry.getKey().equals(ID) && !entry.getKey().equals(JUDGES)) {
        facts.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    Map<String, String> judges = new LinkedHashMap<>();
    json.getAsJsonObject(JUDGES)
        .entrySet()
        .forEach(entry -> judges.put(entry.getKey(), entry.getValue().getAsString()));
    return new StoredInstrument(id, facts, judges);
  }
}
