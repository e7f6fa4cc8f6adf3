package io.facesweep.report;

import com.google.gson.stream.JsonWriter;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.StudentQuantiles;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.VarianceSource;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The trials for the pages to explore and to compare, as one script: columns of numbers, one value
 * a trial, with texts that many trials share written once. It is what pages that are opened from
 * disk can load.
 */
final class ExploreData {
  private static final int QUANTILES = 200;
  private static final MathContext DIGITS = new MathContext(6);

  private final Contents contents;
  private final SweepData data;
  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);

  private ExploreData(Contents contents) {
    this.contents = contents;
    this.data = contents.data();
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
    texts(contents.views().azimuths().stream().map(ViewNames::label).toList());
    factors();
    json.name("prompts");
    texts(data.prompts());
    json.name("seeds");
    texts(data.seeds().stream().map(String::valueOf).toList());
    json.name("t").beginArray();
    for (double quantile : StudentQuantiles.upTo(QUANTILES)) {
      number(quantile);
    }
    json.endArray();
    trials();
    measures();
    starts();
    settings();
    pictures();
    json.endObject();
  }

  private void factors() throws IOException {
    json.name("factors").beginArray();
    for (Factor factor : data.factors()) {
      json.beginObject().name("name").value(factor.name()).name("levels");
      texts(factor.levels());
      json.name("baseline").value(factor.levels().indexOf(factor.baseline())).endObject();
    }
    json.endArray();
  }

  private void trials() throws IOException {
    column("index", ReportTrial::index);
    json.name("id");
    texts(data.trials().stream().map(trial -> StageExporter.shortId(trial.id())).toList());
    column("prompt", places(data.prompts(), ReportTrial::prompt));
    column("seed", places(data.seeds(), ReportTrial::seed));
    column("status", trial -> trial.status().ordinal());
    json.name("levels").beginArray();
    for (int i = 0; i < data.factors().size(); i++) {
      int factor = i;
      numbers(places(data.factors().get(i).levels(), trial -> trial.levels().get(factor)));
    }
    json.endArray();
    column("geometry", places(stages(), ReportTrial::geometryStage));
    column("texture", places(stages(), ReportTrial::textureStage));
    json.name("stages");
    texts(stages().stream().map(StageExporter::shortId).toList());
  }

  private List<String> stages() {
    return data.trials().stream().flatMap(trial -> trial.stages().stream()).distinct().toList();
  }

  private void measures() throws IOException {
    List<Measured> measures = Measured.of(data);
    json.name("measures").beginArray();
    for (Measured measure : measures) {
      json.beginObject().name("name").value(measure.name()).name("unit").value(measure.unit());
      json.name("better").value(measure.direction().text());
      json.name("definition").value(measure.definition());
      json.name("judged").value(measure.isJudged()).name("explained");
      number(explained(measure.name()));
      json.endObject();
    }
    json.endArray().name("values").beginArray();
    for (Measured measure : measures) {
      json.beginArray();
      for (ReportTrial trial : data.trials()) {
        number(measure.of(trial));
      }
      json.endArray();
    }
    json.endArray();
  }

  /** How much of a measure's variance the factors explain, alone and two together; NaN for none. */
  private double explained(String metric) {
    return data.importance().stream()
        .filter(row -> row.metric().equals(metric))
        .filter(
            row ->
                row.source() == VarianceSource.FACTOR || row.source() == VarianceSource.INTERACTION)
        .mapToDouble(ImportanceRow::share)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  /** What was measured before the first step, once for all the trials that begin there. */
  private void starts() throws IOException {
    Map<Map<String, Double>, Integer> starts = new LinkedHashMap<>();
    column(
        "start",
        trial ->
            trial.row().start().isEmpty()
                ? -1
                : starts.computeIfAbsent(trial.startMetrics(), s -> starts.size()));
    json.name("starts").beginArray();
    for (Map<String, Double> start : starts.keySet()) {
      json.beginArray();
      for (Measured measure : Measured.of(data)) {
        number(start.getOrDefault(measure.name(), Double.NaN));
      }
      json.endArray();
    }
    json.endArray();
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
        texts(values);
        column("of", places(values, value));
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
      column(
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
    texts(files);
  }

  private static <T> ToIntFunction<ReportTrial> places(
      List<T> values, Function<ReportTrial, ? extends @Nullable T> value) {
    Map<T, Integer> places = new HashMap<>();
    IntStream.range(0, values.size()).forEach(i -> places.putIfAbsent(values.get(i), i));
    return trial -> {
      T of = value.apply(trial);
      return of == null ? -1 : places.getOrDefault(of, -1);
    };
  }

  private void column(String name, ToIntFunction<ReportTrial> value) throws IOException {
    json.name(name);
    numbers(value);
  }

  private void numbers(ToIntFunction<ReportTrial> value) throws IOException {
    json.beginArray();
    for (ReportTrial trial : data.trials()) {
      json.value(value.applyAsInt(trial));
    }
    json.endArray();
  }

  private void texts(List<String> texts) throws IOException {
    json.beginArray();
    for (String one : texts) {
      json.value(one);
    }
    json.endArray();
  }

  /** A number with as many digits as are of use, or nothing. */
  private void number(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.value(
          value == Math.rint(value) ? new BigDecimal(value) : new BigDecimal(value).round(DIGITS));
    } else {
      json.nullValue();
    }
  }
}
