package io.facesweep.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report for machines: {@code facesweep plan --json}. Keys are snake_case, as in the
 * tables.
 */
public final class PlanJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private PlanJson() {}

  /**
   * The reports as one JSON object; {@code seconds} are null while nothing has been timed, and so
   * is the smallest difference where no difference is found.
   */
  public static String write(PlanReport report, PowerReport power) {
    JsonObject json = json(report);
    json.add("power", json(power));
    return GSON.toJson(json);
  }

  private static JsonObject json(PowerReport power) {
    JsonObject json = new JsonObject();
    json.addProperty("comparisons", power.comparisons());
    json.addProperty("tests_at_once", power.deciding());
    json.addProperty("prompts_needed", power.needed());
    json.addProperty("earlier_sweeps", power.sweeps());
    JsonArray measures = new JsonArray();
    for (PowerReport.Measure measure : power.measures()) {
      JsonObject smallest = new JsonObject();
      for (int i = 0; i < power.columns().size(); i++) {
        double difference = measure.smallest().get(i);
        smallest.add(
            "" + power.columns().get(i),
            number(Double.isInfinite(difference) ? null : (Double) difference));
      }
      JsonObject entry = new JsonObject();
      entry.addProperty("measure", measure.name());
      entry.addProperty("confirmatory", measure.decides());
      entry.addProperty("spread", measure.spread());
      entry.add("smallest_by_prompts", smallest);
      measures.add(entry);
    }
    json.add("measures", measures);
    JsonArray answers = new JsonArray();
    for (PowerReport.Answer answer : power.answers()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("measure", answer.measure());
      entry.addProperty("difference", answer.difference());
      entry.add(
          "prompts",
          answer.prompts() == 0 ? JsonNull.INSTANCE : new JsonPrimitive(answer.prompts()));
      answers.add(entry);
    }
    json.add("effects", answers);
    return json;
  }

  private static JsonObject json(PlanReport report) {
    JsonObject json = new JsonObject();
    json.addProperty("sweep", report.sweep());
    json.addProperty("trials", report.trials());
    json.addProperty("prompts", report.prompts());
    json.addProperty("combinations", report.combinations());
    json.addProperty("excluded", report.excluded());
    json.addProperty("seeds", report.seeds());
    json.add("factors", factors(report));
    json.addProperty("design", report.design().text());
    JsonArray answers = new JsonArray();
    report.answers().forEach(answers::add);
    json.add("answers", answers);
    JsonObject stages = new JsonObject();
    stages.add("geometry", stages(report.geometry()));
    stages.add("texture", stages(report.texture()));
    json.add("stages", stages);
    json.addProperty("phases", report.phases());
    json.addProperty("phases_saved_by_sharing", report.saved());
    json.addProperty("trials_per_task", report.trialsPerTask());
    json.add("seconds", number(report.seconds()));
    return json;
  }

  private static JsonObject factors(PlanReport report) {
    JsonObject factors = new JsonObject();
    for (Map.Entry<String, Map<String, Integer>> entry : report.factors().entrySet()) {
      JsonObject levels = new JsonObject();
      entry.getValue().forEach(levels::addProperty);
      JsonObject factor = new JsonObject();
      factor.add("levels", levels);
      factor.addProperty("baseline", report.baseline().get(entry.getKey()));
      factors.add(entry.getKey(), factor);
    }
    return factors;
  }

  private static JsonObject stages(PlanReport.Stages stages) {
    JsonObject json = new JsonObject();
    json.addProperty("phases", stages.phases());
    json.addProperty("unique", stages.unique());
    json.addProperty("finished", stages.finished());
    json.addProperty("left", stages.left());
    json.addProperty("batches", stages.batches());
    json.addProperty("largest_batch", stages.largestBatch());
    json.add("seconds", number(stages.seconds()));
    json.addProperty("extrapolated_batches", stages.extrapolated());
    return json;
  }

  private static JsonElement number(@Nullable Double value) {
    return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }
}
