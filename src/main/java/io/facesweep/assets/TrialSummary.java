package io.facesweep.assets;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.facesweep.synthesis.StepRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a trial stands, {@code summary.json}.
 *
 * @param sweep name of its sweep
 * @param index its place in the plan
 * @param prompt as the sweep lists it
 * @param promptText what the diffusion model was given, before a view is named
 * @param seed of everything random
 * @param factors level by axis key
 * @param status how it stands
 * @param message why it is not done; empty if there is nothing to say
 * @param started when
 * @param seconds since then
 * @param device what it ran on
 * @param steps as far as they came
 * @param metrics by name
 */
public record TrialSummary(
    String sweep,
    int index,
    String prompt,
    String promptText,
    long seed,
    Map<String, String> factors,
    Status status,
    String message,
    Instant started,
    double seconds,
    String device,
    List<StepRecord> steps,
    Map<String, Double> metrics) {

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
  }

  /** Seconds by phase, in the order in which they ran. */
  public static Map<String, Double> phaseSeconds(List<StepRecord> steps) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    steps.forEach(step -> seconds.merge(step.phase().text(), step.seconds(), Double::sum));
    return seconds;
  }

  /** The file. */
  public Asset asset() {
    JsonObject json = new JsonObject();
    json.addProperty("sweep", sweep);
    json.addProperty("index", index);
    json.addProperty("status", status.text());
    json.addProperty("message", message);
    json.addProperty("prompt", prompt);
    json.addProperty("prompt_text", promptText);
    json.addProperty("seed", seed);
    JsonObject levels = new JsonObject();
    factors.forEach(levels::addProperty);
    json.add("factors", levels);
    json.addProperty("started", started.toString());
    json.addProperty("seconds", seconds);
    json.addProperty("device", device);
    json.add("phases", phases());
    json.add("metrics", numbers(metrics));
    return Asset.json("summary.json", json);
  }

  private JsonObject phases() {
    JsonObject phases = new JsonObject();
    phaseSeconds(steps)
        .forEach(
            (name, time) -> {
              List<StepRecord> own =
                  steps.stream().filter(step -> step.phase().text().equals(name)).toList();
              JsonObject phase = new JsonObject();
              phase.addProperty("steps", own.size());
              phase.addProperty("seconds", time);
              phase.addProperty("non_finite", own.stream().mapToLong(StepRecord::nonFinite).sum());
              phases.add(name, phase);
            });
    return phases;
  }

  /** Numbers by name; null for one that is not finite. */
  public static JsonObject numbers(Map<String, Double> values) {
    JsonObject json = new JsonObject();
    values.forEach(
        (name, value) ->
            json.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE));
    return json;
  }
}
