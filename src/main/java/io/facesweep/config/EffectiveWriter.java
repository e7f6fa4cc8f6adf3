package io.facesweep.config;

import com.typesafe.config.ConfigUtil;
import io.facesweep.settings.Axis;
import io.facesweep.settings.Decimals;
import io.facesweep.settings.Level;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as HOCON, keys in the order of their declaration. */
final class EffectiveWriter {
  private final StringBuilder text = new StringBuilder();
  private List<String> open = List.of();

  String write(SweepConfig config, Values trial) {
    Values file = fileValues(config);
    for (Key<?> key : FileKeys.SCHEMA.keys()) {
      if (key.equals(FileKeys.AXES)) {
        axes(config.sweep().axes());
      } else if (key.equals(FileKeys.EXCLUDE)) {
        exclude(config.sweep().exclude());
      } else if (key.equals(FileKeys.BASELINE)) {
        block("sweep.baseline", levels(config.sweep().baseline()));
        trial(trial);
      } else if (key.equals(FileKeys.CLIPS)) {
        block("metrics.clips", quoted(config.metrics().clips()));
      } else if (key.equals(FileKeys.SCORERS)) {
        block("metrics.scorers", JudgesReader.written(config.metrics().scorers()));
      } else if (key.equals(FileKeys.EQUIVALENCE)) {
        block("analysis.equivalence", bounds(config.analysis().equivalence()));
      } else if (key.equals(FileKeys.CONF)) {
        block("spark.conf", conf(config.spark().conf()));
      } else {
        key("", key, file);
      }
    }
    enter(List.of());
    return text.toString();
  }

  private void trial(Values values) {
    for (Key<?> key : RecordKeys.TRIAL.schema().keys()) {
      key("trial.", key, values);
    }
  }

  private void key(String root, Key<?> key, Values values) {
    Object value = values.at(key.path());
    if (value != null) {
      entry(root + key.path(), key.written(value));
    }
  }

  private void entry(String path, String value) {
    int dot = path.lastIndexOf('.');
    enter(List.of(path.substring(0, dot).split("\\.")));
    line(path.substring(dot + 1) + " = " + value);
  }

  private void axes(List<Axis> axes) {
    Map<String, String> lists = new LinkedHashMap<>();
    for (Axis axis : axes) {
      String key = axis.key();
      lists.put(
          key,
          axis.levels().stream()
              .map(level -> written(key, level))
              .collect(Collectors.joining(", ", "[", "]")));
    }
    block("sweep.axes", lists);
  }

  private void exclude(List<Map<String, Level>> exclude) {
    List<String> blocks = new ArrayList<>();
    for (Map<String, Level> levels : exclude) {
      blocks.add(
          levels(levels).entrySet().stream()
              .map(e -> ConfigUtil.quoteString(e.getKey()) + " = " + e.getValue())
              .collect(Collectors.joining(", ", "{ ", " }")));
    }
    entry("sweep.exclude", "[" + String.join(", ", blocks) + "]");
  }

  private static Map<String, String> levels(Map<String, Level> levels) {
    Map<String, String> written = new LinkedHashMap<>();
    levels.forEach((key, level) -> written.put(key, written(key, level)));
    return written;
  }

  private static Map<String, String> quoted(Map<String, String> texts) {
    Map<String, String> written = new LinkedHashMap<>();
    texts.forEach((key, text) -> written.put(key, ConfigUtil.quoteString(text)));
    return written;
  }

  private static Map<String, String> conf(Map<String, String> conf) {
    Map<String, String> written = new LinkedHashMap<>();
    conf.forEach(
        (key, value) -> written.put(key, ConfigUtil.quoteString(Secrets.shown(key, value))));
    return written;
  }

  private static Map<String, String> bounds(Map<String, Double> bounds) {
    Map<String, String> written = new LinkedHashMap<>();
    bounds.forEach((measure, bound) -> written.put(measure, Decimals.text(bound)));
    return written;
  }

  private static String written(String key, Level level) {
    return AxisKeys.find(key).orElseThrow().written(level.value());
  }

  /** A block of quoted keys, which may hold dots. */
  private void block(String path, Map<String, String> entries) {
    enter(List.of(path.split("\\.")));
    entries.forEach((key, value) -> line(ConfigUtil.quoteString(key) + " = " + value));
  }

  /** Closes and opens blocks until we stand in this one. */
  private void enter(List<String> blocks) {
    int common = 0;
    while (common < Math.min(open.size(), blocks.size())
        && open.get(common).equals(blocks.get(common))) {
      common++;
    }
    while (open.size() > common) {
      open = open.subList(0, open.size() - 1);
      line("}");
    }
    for (String block : blocks.subList(common, blocks.size())) {
      line(block + " {");
      open = append(open, block);
    }
  }

  private static List<String> append(List<String> blocks, String block) {
    List<String> longer = new ArrayList<>(blocks);
    longer.add(block);
    return longer;
  }

  private void line(String line) {
    text.append("  ".repeat(open.size())).append(line).append('\n');
  }

  private static Values fileValues(SweepConfig config) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.putAll(FileKeys.SWEEP.values(config.sweep()));
    ModelSettings models = config.modelsBlock();
    FileKeys.MODEL.forEach((role, key) -> put(values, key, models.find(role)));
    put(values, FileKeys.DTYPE, models.dtype());
    put(values, FileKeys.VAE_DTYPE, models.vaeDtype());
    put(values, FileKeys.PREDICTION, models.checkpoint().prediction());
    put(values, FileKeys.WEIGHTS, models.checkpoint().weights());
    put(values, FileKeys.LORAS, models.checkpoint().loras());
    put(values, FileKeys.EMBEDDINGS, models.checkpoint().embeddings());
    values.putAll(FileKeys.METRICS.values(config.metrics()));
    values.putAll(FileKeys.OUTPUT.values(config.output()));
    values.putAll(FileKeys.RUN.values(config.run()));
    values.putAll(FileKeys.ANALYSIS.values(config.analysis()));
    values.putAll(FileKeys.SPARK.values(config.spark()));
    return new Values(values);
  }

  private static <T> void put(Map<String, Object> values, Key<T> key, @Nullable T value) {
    if (value != null) {
      values.put(key.path(), value);
    }
  }
}
