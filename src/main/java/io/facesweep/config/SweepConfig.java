package io.facesweep.config;

import com.typesafe.config.Config;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Combination;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OutputSettings;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SparkSettings;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.TrialSettings;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A whole configuration, valid: every combination of its axes that is not excluded can run with its
 * checkpoints. Immutable.
 *
 * <p>Files are HOCON, with includes and {@code ${substitutions}} from the file and the environment.
 * Overrides are {@code key=value}, with the key's full path; lists, blocks, quoted texts and
 * substitutions are HOCON, anything else is taken as it stands; {@code null} unsets a key, a block
 * replaces the one that is there.
 */
public final class SweepConfig {
  private final SweepSettings sweep;
  private final TrialValues base;
  private final ModelSettings models;
  private final MetricsSettings metrics;
  private final OutputSettings output;
  private final RunSettings run;
  private final AnalysisSettings analysis;
  private final SparkSettings spark;

  SweepConfig(
      SweepSettings sweep,
      TrialValues base,
      ModelSettings models,
      MetricsSettings metrics,
      OutputSettings output,
      RunSettings run,
      AnalysisSettings analysis,
      SparkSettings spark) {
    this.sweep = sweep;
    this.base = base;
    this.models = models;
    this.metrics = metrics;
    this.output = output;
    this.run = run;
    this.analysis = analysis;
    this.spark = spark;
  }

  /**
   * Reads a configuration file.
   *
   * @param overrides {@code key=value}; later ones win
   * @throws io.facesweep.UserException naming every problem with its file and line
   */
  public static SweepConfig load(Path file, List<String> overrides) {
    return read(Sources.parse(file), file.toString(), overrides);
  }

  /**
   * Reads a configuration from text.
   *
   * @param source what messages call it
   * @param overrides {@code key=value}; later ones win
   * @throws io.facesweep.UserException naming every problem with its line
   */
  public static SweepConfig parse(String hocon, String source, List<String> overrides) {
    return read(Sources.parse(hocon, source), source, overrides);
  }

  /** Reads a configuration from text, called "configuration" in messages. */
  public static SweepConfig parse(String hocon) {
    return parse(hocon, "configuration", List.of());
  }

  private static SweepConfig read(Config config, String source, List<String> overrides) {
    Config resolved = Sources.resolve(Sources.override(config, overrides), source);
    return Sources.walk(source, () -> new SweepReader(source).read(resolved));
  }

  public SweepSettings sweep() {
    return sweep;
  }

  /** The models of the first combination: of every trial, unless an axis sets others. */
  public ModelSettings models() {
    return models(combinations().iterator().next());
  }

  /** The {@code models} block, which axes may put other models into. */
  ModelSettings modelsBlock() {
    return models;
  }

  /** How all trials are measured. */
  public MetricsSettings metrics() {
    return metrics;
  }

  public OutputSettings output() {
    return output;
  }

  public RunSettings run() {
    return run;
  }

  public AnalysisSettings analysis() {
    return analysis;
  }

  public SparkSettings spark() {
    return spark;
  }

  /**
   * The combinations to run, in the order of the design; one without levels where there are no
   * axes.
   */
  public Iterable<Combination> combinations() {
    return new Combinations(sweep);
  }

  /** The settings of a trial: the {@code trial} block with a combination's levels put in. */
  public TrialSettings settings(Combination combination) {
    return base.with(combination.values()).settings();
  }

  /** The models of a trial: the {@code models} block with a combination's levels put in. */
  public ModelSettings models(Combination combination) {
    return isOneSetOfModels() ? models : FileKeys.models(models, combination.values());
  }

  /** The models of all trials, each set once, in the order of the combinations. */
  public Set<ModelSettings> modelSets() {
    Set<ModelSettings> sets = new LinkedHashSet<>();
    if (isOneSetOfModels()) {
      sets.add(models);
    } else {
      combinations().forEach(combination -> sets.add(models(combination)));
    }
    return sets;
  }

  private boolean isOneSetOfModels() {
    return sweep.axes().stream().noneMatch(axis -> FileKeys.SCHEMA.find(axis.key()).isPresent());
  }

  /**
   * The whole configuration as HOCON with every default written out, the same text for equal
   * configurations. It reads back as an equal one, but for secrets in {@code spark.conf}, which are
   * hidden.
   */
  public String effectiveHocon() {
    return new EffectiveWriter().write(this, base.values());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SweepConfig that
        && sweep.equals(that.sweep)
        && base.equals(that.base)
        && models.equals(that.models)
        && metrics.equals(that.metrics)
        && output.equals(that.output)
        && run.equals(that.run)
        && analysis.equals(that.analysis)
        && spark.equals(that.spark);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sweep, base, models, metrics, output, run, analysis, spark);
  }

  /** The effective configuration. */
  @Override
  public String toString() {
    return effectiveHocon();
  }
}
