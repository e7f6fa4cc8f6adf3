package io.facesweep.report;

import com.google.gson.stream.JsonWriter;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.StudentQuantiles;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The trials for the pages to explore and to compare, as one script: columns of numbers, one value
 * a trial, with texts that many trials share written once. It is what pages that are opened from
 * disk can load.
 */
final class ExploreData {
  private static final int QUANTILES = 200;

  private final Contents contents;
  private final SweepData data;
  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);
  private final TrialColumns columns;

  private ExploreData(Contents contents) {
    this.contents = contents;
    this.data = contents.data();
    this.columns = new TrialColumns(json, data.trials());
    json.setHtmlSafe(true);
  }

  static String script(Contents contents) {
    ExploreData data = new ExploreData(contents);
    try {
      data.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "window.facesweepSweep = " + data.text + ";\n";
  }

  private void write() throws IOException {
    json.beginObject().name("sweep").value(data.name());
    json.name("views");
    columns.texts(contents.views().azimuths().stream().map(ViewNames::label).toList());
    factors();
    json.name("prompts");
    columns.texts(data.prompts());
    json.name("seeds");
    columns.texts(data.seeds().stream().map(String::valueOf).toList());
    json.name("t").beginArray();
    for (double quantile : StudentQuantiles.upTo(QUANTILES)) {
      columns.number(quantile);
    }
    json.endArray();
    trials();
    ExploreMeasures.write(columns, data);
    settings();
    pictures();
    json.endObject();
  }

  private void factors() throws IOException {
    json.name("factors").beginArray();
    for (Factor factor : data.factors()) {
      json.beginObject().name("name").value(factor.name()).name("levels");
      columns.texts(factor.levels());
      json.name("baseline").value(factor.levels().indexOf(factor.baseline())).endObject();
    }
    json.endArray();
  }

  private void trials() throws IOException {
    columns.column("index", ReportTrial::index);
    json.name("id");
    columns.texts(data.trials().stream().map(trial -> StageExporter.shortId(trial.id())).toList());
    columns.column("prompt", TrialColumns.places(data.prompts(), ReportTrial::prompt));
    columns.column("seed", TrialColumns.places(data.seeds(), ReportTrial::seed));
    columns.column("status", trial -> trial.status().ordinal());
    json.name("levels").beginArray();
    for (int i = 0; i < data.factors().size(); i++) {
      int factor = i;
      columns.numbers(
          TrialColumns.places(data.factors().get(i).levels(), trial -> trial.levels().get(factor)));
    }
    json.endArray();
    columns.column("geometry", TrialColumns.places(stages(), ReportTrial::geometryStage));
    columns.column("texture", TrialColumns.places(stages(), ReportTrial::textureStage));
    json.name("stages");
    columns.texts(stages().stream().map(StageExporter::shortId).toList());
  }

  private List<String> stages() {
    return data.trials().stream().flatMap(trial -> trial.stages().stream()).distinct().toList();
  }

  /** Settings: those of all trials once, those that differ by trial. */
  private void settings() throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    data.trials().forEach(trial -> keys.addAll(trial.row().trial().settings().keySet()));
    Map<String, String> same = new LinkedHashMap<>();
    json.name("varied").beginArray();
    for (String key : keys.stream().sorted().toList()) {
      Function<ReportTrial, String> value =
          trial -> {
            Object set = trial.row().trial().settings().get(key);
            return set == null ? Numbers.NONE : set.toString();
          };
      List<String> values = data.trials().stream().map(value).distinct().toList();
      if (values.size() < 2) {
        same.put(key, values.get(0));
      } else {
        json.beginObject().name("key").value(key).name("values");
        columns.texts(values);
        columns.column("of", TrialColumns.places(values, value));
        json.endObject();
      }
    }
    json.endArray().name("same").beginObject();
    for (Map.Entry<String, String> setting : same.entrySet()) {
      json.name(setting.getKey()).value(setting.getValue());
    }
    json.endObject();
  }

  private void pictures() throws IOException {
    List<String> files = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    Map<String, Function<ReportTrial, @Nullable String>> kinds = new LinkedHashMap<>();
    kinds.put("textured", contents::textured);
    kinds.put("grey", contents::grey);
    kinds.put("mesh", contents::head);
    for (Map.Entry<String, Function<ReportTrial, @Nullable String>> kind : kinds.entrySet()) {
      columns.column(
          kind.getKey(),
          trial -> {
            String file = kind.getValue().apply(trial);
            return file == null
                ? -1
                : places.computeIfAbsent(
                    file,
                    f -> {
                      files.add(f);
                      return files.size() - 1;
                    });
          });
    }
    json.name("files");
    columns.texts(files);
  }
}
