package io.facesweep.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.facesweep.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A step curve as gzipped JSON lines: the asset {@link StageRecord#STEPS}. */
public final class StepLog {
  private StepLog() {}

  /** One line a step, in order. */
  public static byte[] write(List<StepRow> steps) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      for (StepRow step : steps) {
        out.write(line(step));
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
    try (GzipLines lines = new GzipLines(bytes)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        steps.add(step(Json.object(line)));
      }
    } catch (IOException | RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UserException("Cannot read %s: not a step curve".formatted(what), e);
    }
    return steps;
  }

  private static String line(StepRow step) {
    JsonArray view = new JsonArray();
    view.add(Json.number(step.azimuth()));
    view.add(Json.number(step.elevation()));
    view.add(step.view());
    JsonObject json = new JsonObject();
    json.addProperty("phase", step.phase());
    json.addProperty("step", step.step());
    json.addProperty("t", step.timestep());
    json.add("gradient_norm", Json.number(step.gradientNorm()));
    json.addProperty("non_finite", step.nonFinite());
    json.add("seconds", Json.number(step.seconds()));
    json.add("view", view);
    json.add("terms", Json.map(step.terms(), Json::number));
    return Json.compact(json);
  }

  private static StepRow step(JsonObject json) {
    JsonArray view = json.getAsJsonArray("view");
    return new StepRow(
        json.get("phase").getAsString(),
        json.get("step").getAsInt(),
        json.get("t").getAsLong(),
        Json.number(json.get("gradient_norm")),
        Json.map(json.getAsJsonObject("terms"), Json::number),
        json.get("non_finite").getAsLong(),
        Json.number(json.get("seconds")),
        Json.number(view.get(0)),
        Json.number(view.get(1)),
        view.get(2).getAsString());
  }
}
