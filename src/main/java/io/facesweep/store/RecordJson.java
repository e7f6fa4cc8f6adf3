package io.facesweep.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.plan.StageKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stage records as {@link SealedJson}. */
public final class RecordJson {
  private static final String SCHEMA = "schema";
  private static final String CHECKSUM = "sha256";

  /** How every record of this version begins. */
  private static final String BEGIN = "{\n  \"schema\": %d,".formatted(StageRecord.SCHEMA_VERSION);

  private RecordJson() {}

  /** Why a text is no record to rely on. */
  static final class UntrustedException extends Exception {
    private static final long serialVersionUID = 1L;

    UntrustedException(String reason) {
      super(reason);
    }
  }

  /** Writes a record; equal records give the same text. */
  static String write(StageRecord record) {
    JsonObject json = new JsonObject();
    json.addProperty(SCHEMA, StageRecord.SCHEMA_VERSION);
    json.addProperty("kind", text(record.kind()));
    json.addProperty("id", record.id());
    json.addProperty("status", record.status().text());
    json.add("error", error(record.error()));
    json.add("settings", Json.map(record.settings(), Json::value));
    MeasuresJson.put(record.measures(), json);
    JsonArray assets = new JsonArray();
    record.assets().forEach(asset -> assets.add(asset(asset)));
    json.add("assets", assets);
    json.add("seconds", Json.map(record.seconds(), Json::number));
    json.addProperty("batch_size", record.batchSize());
    json.addProperty("host", record.host());
    json.addProperty("user", record.user());
    json.addProperty("device", record.device());
    json.add("versions", Json.map(record.versions(), Json::value));
    json.addProperty("started", record.started().toString());
    json.addProperty("finished", record.finished().toString());
    return SealedJson.write(json);
  }

  /**
   * Reads a record.
   *
   * @param kind that it must have
   * @param id that it must have
   * @throws UntrustedException if it is cut short, edited, of another stage or another version
   */
  static StageRecord read(String text, StageKind kind, String id) throws UntrustedException {
    StageRecord record = read(text);
    if (record.kind() != kind || !record.id().equals(id)) {
      throw new UntrustedException(
          "it is of %s stage %s".formatted(text(record.kind()), record.id()));
    }
    return record;
  }

  /**
   * Reads a record of any stage.
   *
   * @throws UntrustedException if it is cut short, edited, or of another version
   */
  static StageRecord read(String text) throws UntrustedException {
    try {
      requireUnchanged(text);
      return RecordReader.read(text);
    } catch (JsonParseException e) {
      throw new UntrustedException("it is not whole: " + firstLine(e));
    } catch (RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UntrustedException("a field is missing or wrong: " + firstLine(e));
    }
  }

  /**
   * The status of a record that {@link #read} would read, for a fraction of the work.
   *
   * @throws UntrustedException if it is cut short, edited, of another stage or another version
   */
  static StageStatus status(String text, StageKind kind, String id) throws UntrustedException {
    requireUnchanged(text);
    for (StageStatus status : StageStatus.values()) {
      if (text.startsWith(head(kind, id, status))) {
        return status;
      }
    }
    return read(text, kind, id).status();
  }

  /** How a record of ours begins. */
  private static String head(StageKind kind, String id, StageStatus status) {
    return BEGIN
        + "\n  \"kind\": \"%s\",\n  \"id\": \"%s\",\n  \"status\": \"%s\",\n"
            .formatted(text(kind), id, status.text());
  }

  private static void requireUnchanged(String text) throws UntrustedException {
    if (SealedJson.body(text).filter(body -> body.startsWith(BEGIN)).isEmpty()) {
      throw untrusted(text);
    }
  }

  private static UntrustedException untrusted(String text) {
    try {
      JsonElement schema = Json.object(text).get(SCHEMA);
      if (schema == null || !schema.equals(Json.value(StageRecord.SCHEMA_VERSION))) {
        return new UntrustedException(
            "its schema is %s (expected %d)".formatted(schema, StageRecord.SCHEMA_VERSION));
      }
      return new UntrustedException("it was changed after it was written (checksum differs)");
    } catch (JsonParseException e) {
      return new UntrustedException("it is not whole: " + firstLine(e));
    }
  }

  /** The name of a kind in paths, records and tables. */
  public static String text(StageKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject asset(AssetRecord asset) {
    JsonObject json = new JsonObject();
    json.addProperty("path", asset.path());
    json.addProperty("bytes", asset.bytes());
    json.addProperty(CHECKSUM, asset.sha256());
    json.addProperty("media_type", asset.mediaType());
    return json;
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

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
