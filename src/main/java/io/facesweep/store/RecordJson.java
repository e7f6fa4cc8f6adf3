package io.facesweep.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import io.facesweep.plan.StageKind;
import java.io.IOException;
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
    return SealedJson.write(json -> write(record, json));
  }

  private static void write(StageRecord record, JsonWriter json) throws IOException {
    json.name(SCHEMA).value(StageRecord.SCHEMA_VERSION);
    json.name("kind").value(text(record.kind()));
    json.name("id").value(record.id());
    json.name("status").value(record.status().text());
    error(json.name("error"), record.error());
    Json.map(json.name("settings"), record.settings(), Json::value);
    MeasuresJson.put(record.measures(), json);
    json.name("assets").beginArray();
    for (AssetRecord asset : record.assets()) {
      asset(json, asset);
    }
    json.endArray();
    Json.map(json.name("seconds"), record.seconds(), Json::number);
    json.name("batch_size").value(record.batchSize());
    json.name("host").value(record.host());
    json.name("user").value(record.user());
    json.name("device").value(record.device());
    Json.map(json.name("versions"), record.versions(), JsonWriter::value);
    json.name("started").value(record.started().toString());
    json.name("finished").value(record.finished().toString());
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

  private static void asset(JsonWriter json, AssetRecord asset) throws IOException {
    json.beginObject();
    json.name("path").value(asset.path());
    json.name("bytes").value(asset.bytes());
    json.name(CHECKSUM).value(asset.sha256());
    json.name("media_type").value(asset.mediaType());
    json.endObject();
  }

  private static void error(JsonWriter json, @Nullable StageError error) throws IOException {
    if (error == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("class").value(error.type());
    json.name("message").value(error.message());
    json.name("phase").value(error.phase());
    json.name("step").value(error.step());
    json.endObject();
  }

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
