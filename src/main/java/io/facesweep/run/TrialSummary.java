package io.facesweep.run;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.facesweep.assets.Asset;
import io.facesweep.plan.Trial;
import io.facesweep.store.StepRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a trial stands, {@code summary.json}.
 *
 * @param sweep name of its sweep
 * @param trial of that sweep's plan
 * @param status how it stands
 * @param message why it is not done; empty if there is nothing to say
 * @param started when
 * @param seconds since then
 * @param device what it ran on
 * @param steps as far as they came
 * @param metrics by name
 * @param judgeErrors why a judge failed, by its name: its metrics are left out
 */
public record TrialSummary(
    String sweep,
    Trial trial,
    Status status,
    String message,
    Instant started,
    double seconds,
    String device,
    List<StepRow> steps,
    Map<String, Double> metrics,
    Map<String, String> judgeErrors) {
  /** The file's name. */
  static final String NAME = "summary.json";

  /** In the file: ids of the trial's stages; null for a stage that it does not have. */
  static final String GEOMETRY_STAGE = "geometry_stage";

  static final String TEXTURE_STAGE = "texture_stage";

  /** How a trial stands. */
  public enum Status {
    RUNNING,
    DONE,
    FAILED,
    INTERRUPTED;

    /** In lower case, as files have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public TrialSummary {
    steps = List.copyOf(steps);
    judgeErrors = Collections.unmodifiableMap(new TreeMap<>(judgeErrors));
  }

  /** The file. */
  Asset asset() {
    JsonObject json = new JsonObject();
    json.addProperty("sweep", sweep);
    json.addProperty("index", trial.index());
    json.addProperty("status", status.text());
    json.addProperty("message", message);
    json.addProperty("prompt", trial.prompt());
    json.addProperty("prompt_text", trial.promptText());
    json.addProperty("seed", trial.seed());
    JsonObject levels = new JsonObject();
    trial.factors().forEach(levels::addProperty);
    json.add("factors", levels);
    json.addProperty(GEOMETRY_STAGE, trial.geometryStage());
    json.addProperty(TEXTURE_STAGE, trial.textureStage());
    json.addProperty("started", started.toString());
    json.addProperty("seconds", seconds);
    json.addProperty("device", device);
    json.add("phases", phases());
    json.add("metrics", numbers(metrics));
    if (!judgeErrors.isEmpty()) {
      JsonObject reasons = new JsonObject();
      judgeErrors.forEach(reasons::addProperty);
      json.add("judge_errors", reasons);
    }
    return Asset.json(NAME, json);
  }

  private JsonObject phases() {
    Map<String, List<StepRow>> phases = new LinkedHashMap<>();
    steps.forEach(
        step -> phases.computeIfAbsent(step.phase(), phase -> new ArrayList<>()).add(step));
    JsonObject json = new JsonObject();
    phases.forEach(
        (name, own) -> {
          JsonObject phase = new JsonObject();
          phase.addProperty("steps", own.size());
          phase.addProperty("seconds", own.stream().mapToDouble(StepRow::seconds).sum());
          phase.addProperty("non_finite", own.stream().mapToLong(StepRow::nonFinite).sum());
          json.add(name, phase);
        });
    return json;
  }

  /** Numbers by name; null for one that is not finite. */
  private static JsonObject numbers(Map<String, Double> values) {
    JsonObject json = new JsonObject();
    values.forEach(
        (name, value) ->
            json.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE));
    return json;
  }
}
