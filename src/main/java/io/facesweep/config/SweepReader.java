package io.facesweep.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Axis;
import io.facesweep.settings.Bounds;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Design;
import io.facesweep.settings.DesignAxis;
import io.facesweep.settings.Level;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SparkSettings;
import io.facesweep.settings.StopWhen;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.TrialRules;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.Violation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a whole configuration, and reports everything that is wrong with it at once. */
final class SweepReader {
  private static final String TRIAL = "trial";
  private static final long MAX_TRIALS = 1_000_000;

  /** A difference of a measure. */
  private static final Kind<Double> BOUND =
      Kinds.number(
          new Bounds(
              Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));

  private final Problems problems;
  private final SchemaReader file;
  private final SchemaReader trial;
  private final AxesReader axesReader;

  SweepReader(String source) {
    problems = new Problems(source);
    file = new SchemaReader(FileKeys.SCHEMA, problems);
    trial = new SchemaReader(RecordKeys.TRIAL.schema(), problems);
    axesReader = new AxesReader(problems);
  }

  /**
   * @throws io.facesweep.UserException with every problem found
   */
  SweepConfig read(Config config) {
    ConfigObject root = withPromptsOfFile(config);
    Values values = file.read(root.withoutKey(TRIAL));
    TrialValues base = TrialValues.of(trial.read(trialBlock(root)));
    SweepSettings sweep = sweep(values);
    boolean namesFile = values.find(FileKeys.PROMPTS_FILE).isPresent();
    file.require(
        FileKeys.REQUIRED.stream()
            .filter(key -> !isAxis(sweep, key) && !(namesFile && key.equals(FileKeys.PROMPTS)))
            .toList());
    ModelSettings models = FileKeys.models(values);
    checkPrompts(sweep);
    if (checkDesign(sweep)) {
      checkCombinations(sweep, base, models);
    }
    AnalysisSettings analysis =
        FileKeys.ANALYSIS.read(values, Map.of("equivalence", equivalence(values)));
    RunSettings run = FileKeys.RUN.read(values);
    if (run.stopWhen() != StopWhen.NONE && analysis.confirmatory().isEmpty()) {
      problems.invalid(
          file.origin(FileKeys.STOP_WHEN.path()),
          FileKeys.STOP_WHEN.path(),
          run.stopWhen().text(),
          "none, or measures in analysis.confirmatory, which are then to be decided");
    }
    SparkSettings spark = FileKeys.SPARK.read(values, Map.of("conf", conf(values)));
    JudgesReader judges = new JudgesReader(problems);
    MetricsSettings metrics =
        FileKeys.METRICS.read(
            values,
            Map.of(
                "clips",
                judges.clips(block(values, FileKeys.CLIPS)),
                "scorers",
                judges.scorers(block(values, FileKeys.SCORERS))));
    problems.throwIfAny();
    return new SweepConfig(
        sweep, base, models, metrics, FileKeys.OUTPUT.read(values), run, analysis, spark);
  }

  /** The configuration with the prompts of {@code sweep.prompts-file}, if it names one. */
  private ConfigObject withPromptsOfFile(Config config) {
    String key = FileKeys.PROMPTS_FILE.path();
    String list = FileKeys.PROMPTS.path();
    if (!config.hasPath(key) || config.getValue(key).valueType() != ConfigValueType.STRING) {
      return config.root();
    }
    ConfigValue name = config.getValue(key);
    if (config.hasPath(list)) {
      problems.invalid(
          name.origin(), key, Problems.shown(key, name), "it or %s, not both".formatted(list));
      return config.root();
    }
    List<String> prompts =
        new PromptsFile(problems).read(String.valueOf(name.unwrapped()), name.origin());
    return prompts.isEmpty()
        ? config.root()
        : config.withValue(list, ConfigValueFactory.fromIterable(prompts)).root();
  }

  private static boolean isAxis(SweepSettings sweep, Key<?> key) {
    return sweep.axes().stream().anyMatch(axis -> axis.key().equals(key.path()));
  }

  private ConfigObject trialBlock(ConfigObject root) {
    ConfigValue block = root.get(TRIAL);
    if (block instanceof ConfigObject object) {
      return object;
    }
    if (block != null && !Kinds.isUnset(block)) {
      problems.invalid(block.origin(), TRIAL, Problems.shown(TRIAL, block), "a block");
    }
    return ConfigFactory.empty().root();
  }

  private SweepSettings sweep(Values values) {
    List<Axis> axes = axesReader.axes(block(values, FileKeys.AXES));
    ConfigList exclude =
        values.orNull(FileKeys.EXCLUDE) instanceof ConfigList list
            ? list
            : ConfigValueFactory.fromIterable(List.of());
    return FileKeys.SWEEP.read(
        values,
        Map.of(
            "axes",
            axes,
            "exclude",
            axesReader.exclude(exclude),
            "baseline",
            axesReader.baseline(block(values, FileKeys.BASELINE))));
  }

  /** A block as it stands in the file, empty if it is not there. */
  private static ConfigObject block(Values values, Key<?> key) {
    return values.orNull(key) instanceof ConfigObject object
        ? object
        : ConfigFactory.empty().root();
  }

  private void checkPrompts(SweepSettings sweep) {
    Set<String> seen = new HashSet<>();
    for (String prompt : sweep.prompts()) {
      if (!seen.add(prompt.strip())) {
        ConfigOrigin origin = file.origin(FileKeys.PROMPTS.path());
        problems.invalid(
            origin,
            FileKeys.PROMPTS.path(),
            '"' + prompt + '"',
            "each prompt once, blanks around it left aside");
      }
    }
  }

  /** Whether the axes can have the design. */
  private boolean checkDesign(SweepSettings sweep) {
    Design design = sweep.design();
    if (design == Design.FULL) {
      return true;
    }
    boolean isSound = true;
    for (Axis axis : sweep.axes()) {
      if (axis.levels().size() < 2) {
        isSound = false;
        problems.invalid(
            axesReader.origin(axis.key(), null),
            FileKeys.AXES.path() + "." + axis.key(),
            levels(axis),
            "at least 2 levels where sweep.design = " + design.text());
      }
    }
    ConfigOrigin origin = file.origin(FileKeys.DESIGN.path());
    Optional<String> refusal =
        isSound ? design.refusal(DesignAxis.of(sweep.axes(), sweep.baseline())) : Optional.empty();
    if (refusal.isPresent()) {
      isSound = false;
      problems.invalid(origin, FileKeys.DESIGN.path(), design.text(), refusal.get());
    }
    if (!design.isOfPairs() && !sweep.exclude().isEmpty()) {
      isSound = false;
      problems.invalid(
          file.origin(FileKeys.EXCLUDE.path()),
          FileKeys.EXCLUDE.path(),
          "%d combinations".formatted(sweep.exclude().size()),
          "none where sweep.design = " + design.text() + ", whose balance they would break");
    }
    return isSound;
  }

  private void checkCombinations(SweepSettings sweep, TrialValues base, ModelSettings models) {
    Combinations combinations = new Combinations(sweep);
    long crossed = combinations.crossed();
    long each = Math.max(1L, (long) sweep.prompts().size() * sweep.seeds().size());
    if (crossed > MAX_TRIALS / each) {
      String product = crossed == Long.MAX_VALUE ? "more than 2^63" : crossed + " x " + each;
      problems.invalid(
          file.origin(FileKeys.AXES.path()),
          FileKeys.AXES.path(),
          product + " trials",
          "at most " + MAX_TRIALS);
      return;
    }
    boolean any = false;
    Map<String, Integer> reported = new HashMap<>();
    IdleOptions idle = new IdleOptions(base, key -> trial.origin(key) != null);
    for (Combination combination : combinations) {
      any = true;
      TrialValues values = base.with(combination.values());
      TrialSettings settings = values.settings();
      Stream.concat(
              TrialRules.check(settings, values::source).stream(),
              ModelRules.check(
                  settings, FileKeys.models(models, combination.values()), values::source)
                  .stream())
          .forEach(violation -> report(violation, combination, reported));
      idle.see(settings);
    }
    if (any) {
      idle.keys().forEach(key -> reportIdle(key, base.values()));
    }
    if (problems.isEmpty()) {
      DeadAxes dead = new DeadAxes(sweep, base);
      for (Axis axis : sweep.axes()) {
        dead.reason(axis).ifPresent(reason -> reportDead(axis, reason));
      }
    }
    if (!any) {
      problems.invalid(
          file.origin(FileKeys.EXCLUDE.path()),
          FileKeys.EXCLUDE.path(),
          "every combination",
          "at least 1 combination to be left");
    }
  }

  private void reportIdle(Key<?> key, Values values) {
    Schema schema = RecordKeys.TRIAL.schema();
    problems.invalid(
        trial.origin(key.path()),
        schema.fullPath(key.path()),
        key.written(Objects.requireNonNull(values.at(key.path()))),
        "no value, for no trial uses it; it counts where " + key.usedWhen());
  }

  private void reportDead(Axis axis, String reason) {
    problems.invalid(
        axesReader.origin(axis.key(), null),
        FileKeys.AXES.path() + "." + axis.key(),
        levels(axis),
        reason);
  }

  private static String levels(Axis axis) {
    return axis.levels().stream().map(Level::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Reports a violation once for the levels that it depends on. */
  private void report(Violation violation, Combination combination, Map<String, Integer> reported) {
    if (violation.involved().stream().anyMatch(trial::isBad)) {
      return;
    }
    Map<String, Level> levels = new TreeMap<>();
    for (int i = 0; i < combination.axes().size(); i++) {
      levels.put(combination.axes().get(i).key(), combination.levels().get(i));
    }
    levels.keySet().retainAll(violation.involved());
    ConfigOrigin origin = origin(violation, levels);
    levels.remove(violation.key());
    String when =
        levels.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", "));
    String expected = violation.expected() + (when.isEmpty() ? "" : "; when " + when);
    String path = RecordKeys.TRIAL.schema().fullPath(violation.key());
    if (reported.merge(path + violation.value() + expected, 1, Integer::sum) == 1) {
      problems.invalid(origin, path, violation.value(), expected);
    }
  }

  private @Nullable ConfigOrigin origin(Violation violation, Map<String, Level> levels) {
    for (String key : violation.involved()) {
      Level level = levels.get(key);
      ConfigOrigin origin = level == null ? trial.origin(key) : axesReader.origin(key, level);
      if (origin != null) {
        return origin;
      }
    }
    return null;
  }

  /** Bounds by measure. */
  private Map<String, Double> equivalence(Values values) {
    Map<String, Double> bounds = new TreeMap<>();
    block(values, FileKeys.EQUIVALENCE)
        .forEach(
            (measure, value) -> {
              Double bound = Kinds.isUnset(value) ? null : BOUND.read(value);
              if (bound != null) {
                bounds.put(measure, bound);
              } else if (!Kinds.isUnset(value)) {
                problems.invalid(FileKeys.EQUIVALENCE.path() + "." + measure, value, BOUND);
              }
            });
    return bounds;
  }

  private Map<String, String> conf(Values values) {
    Map<String, String> conf = new TreeMap<>();
    conf(block(values, FileKeys.CONF), "", conf);
    return conf;
  }

  private void conf(ConfigObject block, String prefix, Map<String, String> conf) {
    new TreeMap<>(block)
        .forEach(
            (name, value) -> {
              String key = prefix + name;
              String path = FileKeys.CONF.path() + "." + key;
              if (value instanceof ConfigObject inner) {
                conf(inner, key + ".", conf);
                return;
              }
              String text = Kinds.isUnset(value) ? null : Kinds.text().read(value);
              if (text != null) {
                conf.put(key, text);
              } else if (!Kinds.isUnset(value)) {
                problems.invalid(path, value, Kinds.text());
              }
            });
  }
}
