package io.facesweep.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trials for the script of the first page: what to filter by and which pictures to show. */
final class PageData {
  private PageData() {}

  static String script(Contents contents) {
    SweepData data = contents.data();
    JsonObject json = new JsonObject();
    JsonArray factors = new JsonArray();
    data.factors()
        .forEach(
            factor -> {
              JsonObject entry = new JsonObject();
              entry.addProperty("name", factor.name());
              entry.add("levels", array(factor.levels()));
              factors.add(entry);
            });
    json.add("factors", factors);
    json.add("prompts", array(data.prompts()));
    json.add("seeds", array(data.seeds().stream().map(String::valueOf).toList()));
    Map<String, Integer> prompts = numbers(data.prompts());
    Map<Long, Integer> seeds = numbers(data.seeds());
    JsonArray trials = new JsonArray();
    for (ReportTrial trial : data.trials()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("index", trial.index());
      entry.addProperty("prompt", prompts.get(trial.prompt()));
      entry.addProperty("seed", seeds.get(trial.seed()));
      JsonArray levels = new JsonArray();
      for (int i = 0; i < data.factors().size(); i++) {
        levels.add(data.factors().get(i).levels().indexOf(trial.levels().get(i)));
      }
      entry.add("levels", levels);
      entry.addProperty("status", trial.status().text());
      entry.addProperty("cost", Numbers.seconds(trial.cost()));
      entry.addProperty("page", trial.page());
      entry.addProperty("textured", contents.textured(trial));
      entry.addProperty("grey", contents.grey(trial));
      trials.add(entry);
    }
    json.add("trials", trials);
    return "window.facesweepTrials = " + new Gson().toJson(json) + ";\n"; // escapes < > & = '
  }

  private static <T> Map<T, Integer> numbers(List<T> items) {
    Map<T, Integer> numbers = new HashMap<>();
    items.forEach(item -> numbers.put(item, numbers.size()));
    return numbers;
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
