package io.facesweep.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.plan.StageKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stage records as JSON. The last field is the SHA-256 of all the others in compact form, so that a
 * record that was cut short or edited by hand shows.
 */
final class RecordJson {
  private static final String SCHEMA = "schema";
  private static final String CHECKSUM = "sha256";

  private RecordJson() {}

  /** Why a text is no record to rely on. */
  static final class UntrustedException extends Exception {
    private static final long serialVersionUID = 1L;

    UntrustedException(String reason) {
      super(reason);
    }
  }

  /** The same text for equal records. */
  static String write(StageRecord record) {
    JsonObject json = new JsonObject();
    json.addProperty(SCHEMA, StageRecord.SCHEMA_VERSION);
    json.addProperty("kind", text(record.kind()));
    json.addProperty("id", record.id());
    json.addProperty("status", record.status().text());
    json.add("error", error(record.error()));
    json.add("settings", Json.map(record.settings(), Json::value));
    json.add("metrics", Json.map(record.metrics(), Json::number));
    JsonArray assets = new JsonArray();
    record.assets().forEach(asset -> assets.add(asset(asset)));
    json.add("assets", assets);
    json.add("seconds", Json.map(record.seconds(), Json::number));
    json.addProperty("batch_size", record.batchSize());
    json.addProperty("host", record.host());
    json.addProperty("device", record.device());
    json.add("versions", Json.map(record.versions(), Json::value));
    json.addProperty("started", record.started().toString());
    json.addProperty("finished", record.finished().toString());
    json.addProperty(CHECKSUM, Sha256.of(Json.compact(json)));
    return Json.pretty(json);
  }

  /**
   * Reads a record.
   *
   * @param kind that it must have
   * @param id that it must have
   * @throws UntrustedException if it is cut short, edited, of another stage or another version
   */
  static StageRecord read(String text, StageKind kind, String id) throws UntrustedException {
    try {
      JsonObject json = Json.object(text);
      JsonElement schema = json.get(SCHEMA);
      if (schema == null || !schema.equals(Json.value(StageRecord.SCHEMA_VERSION))) {
        throw new UntrustedException(
            "its schema is %s (expected %d)".formatted(schema, StageRecord.SCHEMA_VERSION));
      }
      JsonElement checksum = json.remove(CHECKSUM);
      if (checksum == null || !checksum.getAsString().equals(Sha256.of(Json.compact(json)))) {
        throw new UntrustedException("it was changed after it was written (checksum differs)");
      }
      StageRecord record = record(json);
      if (record.kind() != kind || !record.id().equals(id)) {
        throw new UntrustedException(
            "it is of %s stage %s".formatted(text(record.kind()), record.id()));
      }
      return record;
    } catch (JsonParseException e) {
      throw new UntrustedException("it is not whole: " + firstLine(e));
    } catch (IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | ClassCastException
        | NullPointerException
        | DateTimeException e) {
      throw new UntrustedException("a field is missing or wrong: " + firstLine(e));
    }
  }

  /** The name of a kind in paths, records and tables. */
  static String text(StageKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static StageRecord record(JsonObject json) {
    List<Asset> assets = new ArrayList<>();
    json.getAsJsonArray("assets").forEach(asset -> assets.add(asset(asset.getAsJsonObject())));
    return new StageRecord(
        StageKind.valueOf(string(json, "kind").toUpperCase(Locale.ROOT)),
        string(json, "id"),
        StageStatus.valueOf(string(json, "status").toUpperCase(Locale.ROOT)),
        Json.map(json.getAsJsonObject("settings"), Json::value),
        Json.map(json.getAsJsonObject("metrics"), Json::number),
        assets,
        Json.map(json.getAsJsonObject("seconds"), Json::number),
        json.get("batch_size").getAsInt(),
        string(json, "host"),
        string(json, "device"),
        Json.map(json.getAsJsonObject("versions"), JsonElement::getAsString),
        error(json.get("error")),
        Instant.parse(string(json, "started")),
        Instant.parse(string(json, "finished")));
  }

  private static String string(JsonObject json, String key) {
    return json.get(key).getAsString();
  }

  private static JsonObject asset(Asset asset) {
    JsonObject json = new JsonObject();
    json.addProperty("path", asset.path());
    json.addProperty("bytes", asset.bytes());
    json.addProperty(CHECKSUM, asset.sha256());
    json.addProperty("media_type", asset.mediaType());
    return json;
  }

  private static Asset asset(JsonObject json) {
    return new Asset(
        string(json, "path"),
        json.get("bytes").getAsLong(),
        string(json, CHECKSUM),
        string(json, "media_type"));
  }

  private static JsonElement error(@Nullable StageError error) {
    if (error == null) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("class", error.type());
    json.addProperty("message", error.message());
    json.addProperty("phase", error.phase());
    json.addProperty("step", error.step());
    return json;
  }

  private static @Nullable StageError error(JsonElement json) {
    if (json.isJsonNull()) {
      return null;
    }
    JsonObject error = json.getAsJsonObject();
    JsonElement phase = error.get("phase");
    JsonElement step = error.get("step");
    return new StageError(
        string(error, "class"),
        string(error, "message"),
        phase.isJsonNull() ? null : phase.getAsString(),
        step.isJsonNull() ? null : (Integer) step.getAsInt());
  }

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
