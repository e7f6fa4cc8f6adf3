package io.facesweep.store;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.facesweep.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A step curve as gzipped JSON lines: the asset {@link StageRecord#STEPS}. */
public final class StepLog {
  private StepLog() {}

  /** One line a step, in order. */
  public static byte[] write(List<StepRow> steps) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      for (StepRow step : steps) {
        write(step, new JsonWriter(out));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param what the file, as messages name it
   * @throws UserException if it is not such a file
   */
  public static List<StepRow> read(byte[] bytes, String what) {
    List<StepRow> steps = new ArrayList<>();
    try (JsonReader reader = new JsonReader(new JsonLines(new GzipLines(bytes)))) {
      reader.setStrictness(Strictness.STRICT);
      reader.beginArray();
      while (reader.hasNext()) {
        steps.add(step(reader));
      }
      reader.endArray();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("a line ends what it has not begun");
      }
    } catch (IOException | RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UserException("Cannot read %s: not a step curve".formatted(what), e);
    }
    return steps;
  }

  private static void write(StepRow step, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("phase").value(step.phase());
    json.name("step").value(step.step());
    json.name("t").value(step.timestep());
    Json.number(json.name("gradient_norm"), step.gradientNorm());
    json.name("non_finite").value(step.nonFinite());
    Json.number(json.name("seconds"), step.seconds());
    json.name("view").beginArray();
    Json.number(json, step.azimuth());
    Json.number(json, step.elevation());
    json.value(step.view()).endArray();
    Json.map(json.name("terms"), step.terms(), Json::number);
    json.endObject();
  }

  private static StepRow step(JsonReader reader) throws IOException {
    Line step = new Line();
    reader.beginObject();
    while (reader.hasNext()) {
      step.read(reader.nextName(), reader);
    }
    reader.endObject();
    return step.row();
  }

  /** A line as far as it is read, without a tree of it: a sweep has millions of them. */
  private static final class Line {
    private @Nullable String phase;
    private @Nullable Integer step;
    private @Nullable Long timestep;
    private @Nullable Double gradientNorm;
    private @Nullable Long nonFinite;
    private @Nullable Double seconds;
    private double azimuth;
    private double elevation;
    private @Nullable String view;
    private @Nullable Map<String, Double> terms;

    void read(String name, JsonReader reader) throws IOException {
      switch (name) {
        case "phase" -> phase = reader.nextString();
        case "step" -> step = reader.nextInt();
        case "t" -> timestep = reader.nextLong();
        case "gradient_norm" -> gradientNorm = Json.number(reader);
        case "non_finite" -> nonFinite = reader.nextLong();
        case "seconds" -> seconds = Json.number(reader);
        case "view" -> {
          reader.beginArray();
          azimuth = Json.number(reader);
          elevation = Json.number(reader);
          view = reader.nextString();
          reader.endArray();
        }
        case "terms" -> {
          terms = new TreeMap<>();
          reader.beginObject();
          while (reader.hasNext()) {
            terms.put(reader.nextName(), Json.number(reader));
          }
          reader.endObject();
        }
        default -> reader.skipValue();
      }
    }

    StepRow row() {
      return new StepRow(
          required("phase", phase),
          required("step", step),
          required("t", timestep),
          required("gradient_norm", gradientNorm),
          required("terms", terms),
          required("non_finite", nonFinite),
          required("seconds", seconds),
          azimuth,
          elevation,
          required("view", view));
    }

    private static <T> T required(String name, @Nullable T value) {
      if (value == null) {
        throw new JsonParseException("no " + name);
      }
      return value;
    }
  }
}
