package io.facesweep.analysis;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.NamedMetrics;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.Measure;
import io.facesweep.tables.SweepRecords;
import io.facesweep.tables.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the analysis needs of the table of trials, as columns: who is equal to whom in what, and the
 * metrics.
 */
public final class TrialTable {
  private final List<Factor> factors;
  private final int[] prompt;
  private final int[] unit;
  private final List<String> promptNames;
  private final List<String> seedNames;
  private final int[][] levels;
  private final Map<String, double[]> metrics;
  private final Map<String, Direction> directions;

  private TrialTable(
      List<Factor> factors,
      int[] prompt,
      int[] unit,
      List<String> promptNames,
      List<String> seedNames,
      int[][] levels,
      Map<String, double[]> metrics,
      Map<String, Direction> directions) {
    this.factors = List.copyOf(factors);
    this.prompt = prompt;
    this.unit = unit;
    this.promptNames = List.copyOf(promptNames);
    this.seedNames = List.copyOf(seedNames);
    this.levels = levels;
    this.metrics = metrics;
    this.directions = Map.copyOf(directions);
  }

  /**
   * The trials of a sweep. Those that failed are there, without metrics of the phase that failed.
   *
   * @param records of the sweep's stages
   */
  public static TrialTable of(StoredSweep stored, SweepRecords records) {
    List<Factor> factors = Factor.of(stored);
    List<Measure> measures = records.measures();
    Builder builder = new Builder(factors, measures.stream().map(Measure::name).toList());
    builder.directions.putAll(NamedMetrics.directions(records.better()));
    double[] values = new double[measures.size()];
    String[] levels = new String[factors.size()];
    Set<String> begun = stored.looks().isEmpty() ? Set.of() : begunPrompts(records);
    records.trials(
        row -> {
          if (!stored.looks().isEmpty() && !begun.contains(row.trial().prompt())) {
            return; // the sweep may have been decided before
          }
          for (int i = 0; i < values.length; i++) {
            values[i] = measures.get(i).of(row);
          }
          for (int i = 0; i < levels.length; i++) {
            levels[i] = factors.get(i).level(row.trial());
          }
          builder.add(row.trial().prompt(), row.trial().seed(), levels, values);
        });
    return builder.build();
  }

  /** The prompts of which any trial has run. */
  private static Set<String> begunPrompts(SweepRecords records) {
    Set<String> begun = new HashSet<>();
    records.trials(
        row -> {
          if (row.status() != TrialStatus.MISSING) {
            begun.add(row.trial().prompt());
          }
        });
    return begun;
  }

  /** How many prompts there are of which all trials have run, well or not. */
  static int wholePrompts(SweepRecords records) {
    Set<String> all = new HashSet<>();
    Set<String> missing = new HashSet<>();
    records.trials(
        row -> {
          all.add(row.trial().prompt());
          if (row.status() == TrialStatus.MISSING) {
            missing.add(row.trial().prompt());
          }
        });
    return all.size() - missing.size();
  }

  /** What is varied. */
  public List<Factor> factors() {
    return factors;
  }

  /** Names of the metrics, as {@code trials} has them. */
  public Set<String> metrics() {
    return metrics.keySet();
  }

  /** How many trials there are. */
  public int size() {
    return prompt.length;
  }

  /** How many prompts there are. */
  public int prompts() {
    return promptNames.size();
  }

  /** How many pairs of a prompt and a seed there are. */
  int units() {
    return seedNames.size();
  }

  String promptName(int number) {
    return promptNames.get(number);
  }

  /** Name of the seed of a pair of prompt and seed. */
  String seedName(int unit) {
    return seedNames.get(unit);
  }

  int prompt(int trial) {
    return prompt[trial];
  }

  /** Number of the trial's pair of prompt and seed. */
  int unit(int trial) {
    return unit[trial];
  }

  /** Level of a factor, by number; -1 if it is none of them. */
  int level(int factor, int trial) {
    return levels[factor][trial];
  }

  /** Which end of a metric is better: as the sweep configures its scorers, else as declared. */
  Direction direction(String metric) {
    Direction configured = directions.get(metric);
    return configured != null
        ? configured
        : Metrics.named(metric).map(Metric::direction).orElse(Direction.NEUTRAL);
  }

  /** A metric of all trials; NaN where a trial has none. */
  double[] values(String metric) {
    return metrics.getOrDefault(metric, new double[0]);
  }

  /** Collects trials. */
  public static final class Builder {
    private final List<Factor> factors;
    private final List<String> metrics;
    private final Map<String, Direction> directions = new HashMap<>();
    private final Map<String, Integer> promptNumbers = new HashMap<>();
    private final Map<Long, Integer> unitNumbers = new HashMap<>();
    private final Map<Long, Integer> seedNumbers = new HashMap<>();
    private final List<String> promptNames = new ArrayList<>();
    private final List<String> seedNames = new ArrayList<>();
    private final double[][] values;
    private final int[][] levels;
    private int[] prompt = new int[64];
    private int[] unit = new int[64];
    private int size;

    /**
     * @param factors in order
     * @param metrics their names, in order
     */
    public Builder(List<Factor> factors, List<String> metrics) {
      this.factors = List.copyOf(factors);
      this.metrics = List.copyOf(metrics);
      this.values = new double[metrics.size()][64];
      this.levels = new int[factors.size()][64];
    }

    /** Says which end of a metric is better. */
    public void direct(String metric, Direction direction) {
      directions.put(metric, direction);
    }

    /**
     * Adds a trial.
     *
     * @param level of each factor
     * @param value of each metric; NaN for none
     */
    public void add(String prompt, long seed, String[] level, double[] value) {
      if (size == this.prompt.length) {
        grow();
      }
      int promptNumber = promptNumbers.computeIfAbsent(prompt, p -> promptNumbers.size());
      int seedNumber = seedNumbers.computeIfAbsent(seed, s -> seedNumbers.size());
      long pair = (long) promptNumber << Integer.SIZE | seedNumber;
      this.prompt[size] = promptNumber;
      this.unit[size] = unitNumbers.computeIfAbsent(pair, p -> unitNumbers.size());
      if (promptNames.size() < promptNumbers.size()) {
        promptNames.add(prompt);
      }
      if (seedNames.size() < unitNumbers.size()) {
        seedNames.add("seed " + seed);
      }
      for (int i = 0; i < levels.length; i++) {
        levels[i][size] = factors.get(i).levels().indexOf(level[i]);
      }
      for (int i = 0; i < values.length; i++) {
        values[i][size] = Double.isFinite(value[i]) ? value[i] : Double.NaN;
      }
      size++;
    }

    private void grow() {
      int length = 2 * size;
      prompt = Arrays.copyOf(prompt, length);
      unit = Arrays.copyOf(unit, length);
      for (int i = 0; i < levels.length; i++) {
        levels[i] = Arrays.copyOf(levels[i], length);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = Arrays.copyOf(values[i], length);
      }
    }

    /** The table of the trials so far. */
    public TrialTable build() {
      Map<String, double[]> columns = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        columns.put(metrics.get(i), Arrays.copyOf(values[i], size));
      }
      int[][] trimmed = new int[levels.length][];
      for (int i = 0; i < levels.length; i++) {
        trimmed[i] = Arrays.copyOf(levels[i], size);
      }
      return new TrialTable(
          factors,
          Arrays.copyOf(prompt, size),
          Arrays.copyOf(unit, size),
          promptNames,
          seedNames,
          trimmed,
          columns,
          directions);
    }
  }
}
