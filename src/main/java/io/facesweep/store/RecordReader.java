package io.facesweep.store;

import static io.facesweep.store.JsonFields.required;

import com.google.gson.stream.JsonReader;
import io.facesweep.plan.StageKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as far as it is read. */
final class RecordReader {
  private final MeasuresReader measures = new MeasuresReader();
  private final List<AssetRecord> assets = new ArrayList<>();
  private @Nullable String kind;
  private @Nullable String id;
  private @Nullable String status;
  private @Nullable Map<String, Object> settings;
  private @Nullable Map<String, Double> seconds;
  private @Nullable Integer batchSize;
  private @Nullable String host;
  private @Nullable String user;
  private @Nullable String device;
  private @Nullable Map<String, String> versions;
  private @Nullable StageError error;
  private @Nullable String started;
  private @Nullable String finished;

  private RecordReader() {}

  /**
   * Reads what {@link RecordJson#write} wrote; records of earlier versions lack some fields.
   *
   * @throws com.google.gson.JsonParseException if it is no JSON
   * @throws RuntimeException if a field is missing or wrong
   */
  static StageRecord read(String text) {
    RecordReader record = new RecordReader();
    RecordedSettings settings = RecordedSettings.in(text);
    if (settings == null) {
      JsonFields.read(text, record::field);
    } else {
      record.settings = settings.values();
      JsonFields.read(settings.rest(), record::field);
    }
    return record.record();
  }

  private void field(String name, JsonReader in) throws IOException {
    switch (name) {
      case "kind" -> kind = in.nextString();
      case "id" -> id = in.nextString();
      case "status" -> status = in.nextString();
      case "error" -> error = JsonFields.optional(in, RecordReader::error);
      case "settings" -> settings = JsonFields.map(in, Json::valueAt);
      case "assets" -> {
        in.beginArray();
        while (in.hasNext()) {
          assets.add(asset(in));
        }
        in.endArray();
      }
      case "seconds" -> seconds = JsonFields.map(in, Json::number);
      case "batch_size" -> batchSize = in.nextInt();
      case "host" -> host = JsonFields.known(in);
      case "user" -> user = JsonFields.optional(in, JsonFields::known);
      case "device" -> device = JsonFields.known(in);
      case "versions" -> versions = JsonFields.map(in, JsonFields::known);
      case "started" -> started = in.nextString();
      case "finished" -> finished = in.nextString();
      default -> measures.field(name, in);
    }
  }

  private StageRecord record() {
    return new StageRecord(
        StageKind.valueOf(required("kind", kind).toUpperCase(Locale.ROOT)),
        required("id", id),
        StageStatus.valueOf(required("status", status).toUpperCase(Locale.ROOT)),
        required("settings", settings),
        measures.measures(),
        assets,
        required("seconds", seconds),
        required("batch_size", batchSize),
        required("host", host),
        user,
        required("device", device),
        required("versions", versions),
        error,
        Instant.parse(required("started", started)),
        Instant.parse(required("finished", finished)));
  }

  private static AssetRecord asset(JsonReader reader) throws IOException {
    Asset asset = new Asset();
    JsonFields.object(reader, asset::field);
    return new AssetRecord(
        required("path", asset.path),
        required("bytes", asset.bytes),
        required("sha256", asset.sha256),
        required("media_type", asset.mediaType));
  }

  private static final class Asset {
    private @Nullable String path;
    private @Nullable Long bytes;
    private @Nullable String sha256;
    private @Nullable String mediaType;

    void field(String name, JsonReader in) throws IOException {
      switch (name) {
        case "path" -> path = in.nextString();
        case "bytes" -> bytes = in.nextLong();
        case "sha256" -> sha256 = in.nextString();
        case "media_type" -> mediaType = JsonFields.known(in);
        default -> in.skipValue();
      }
    }
  }

  private static StageError error(JsonReader reader) throws IOException {
    Failure failure = new Failure();
    JsonFields.object(reader, failure::field);
    return new StageError(
        required("class", failure.type),
        required("message", failure.message),
        failure.phase,
        failure.step);
  }

  private static final class Failure {
    private @Nullable String type;
    private @Nullable String message;
    private @Nullable String phase;
    private @Nullable Integer step;

    void field(String name, JsonReader in) throws IOException {
      switch (name) {
        case "class" -> type = in.nextString();
        case "message" -> message = in.nextString();
        case "phase" -> phase = JsonFields.optional(in, JsonReader::nextString);
        case "step" -> step = JsonFields.optional(in, JsonReader::nextInt);
        default -> in.skipValue();
      }
    }
  }
}
