package io.facesweep.tables;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.NamedMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one measure says of trials against what it says of them before their first step: whether
 * doing nothing scores better. Over trials that have both values; every prompt counts the same.
 *
 * @param metric name of the measure
 * @param direction which end of it is better
 * @param trials how many have both values
 * @param start mean before the first step
 * @param trained mean at the end
 */
public record StartComparison(
    String metric, Direction direction, int trials, double start, double trained) {
  /** Whether doing nothing scores better. */
  public boolean startWins() {
    return switch (direction) {
      case HIGHER_IS_BETTER -> start > trained;
      case LOWER_IS_BETTER -> start < trained;
      case NEUTRAL -> false;
    };
  }

  /** Returns who wins: {@code start}, {@code trained}, {@code equal}, or {@code neither}. */
  public String winner() {
    if (direction == Direction.NEUTRAL) {
      return "neither";
    } else if (start == trained) {
      return "equal";
    }
    return startWins() ? "start" : "trained";
  }

  /** Returns the comparisons of a sweep, in the order in which tables show measures. */
  public static List<StartComparison> of(SweepRecords records) {
    Map<String, Direction> directions = NamedMetrics.directions(records.better());
    List<Sums> all =
        records.measures().stream()
            .filter(Measure::hasStart)
            .map(measure -> new Sums(measure, directions))
            .toList();
    records.trials(row -> all.forEach(sums -> sums.add(row)));
    List<StartComparison> found = new ArrayList<>();
    for (Metric metric : Metrics.ALL) {
      all.stream().filter(sums -> sums.is(metric.name())).forEach(sums -> sums.addTo(found));
    }
    Set<String> known = Metrics.ALL.stream().map(Metric::name).collect(Collectors.toSet());
    all.stream()
        .filter(sums -> !known.contains(sums.measure.name()))
        .forEach(sums -> sums.addTo(found));
    return found;
  }

  /** Returns the table as lines for people, under a line that says what it is. */
  public static List<String> lines(List<StartComparison> comparisons) {
    List<String> lines = new ArrayList<>();
    if (!comparisons.isEmpty()) {
      lines.add("Doing nothing, by every measure:");
      lines.add("  %-28s %12s %12s  %s".formatted("measure", "start", "trained", "who wins"));
    }
    comparisons.forEach(
        one ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "  %-28s %12.4g %12.4g  %s",
                    one.metric,
                    one.start,
                    one.trained,
                    one.winner())));
    return lines;
  }

  /** Adds up one measure, by prompt. */
  private static final class Sums {
    private final Measure measure;
    private final Map<String, double[]> byPrompt = new HashMap<>();
    private final Direction direction;
    private int trials;

    /**
     * @param directions of the scorers' measures, which the configuration gives
     */
    Sums(Measure measure, Map<String, Direction> directions) {
      this.measure = measure;
      Direction configured = directions.get(measure.name());
      this.direction =
          configured != null
              ? configured
              : Metrics.named(measure.name()).map(Metric::direction).orElse(Direction.NEUTRAL);
    }

    boolean is(String name) {
      return measure.name().equals(name);
    }

    void add(TrialRow row) {
      double end = measure.of(row);
      Double start = measure.atStart().apply(row);
      if (start != null && Double.isFinite(start) && Double.isFinite(end)) {
        double[] sums = byPrompt.computeIfAbsent(row.trial().prompt(), p -> new double[3]);
        sums[0] += start;
        sums[1] += end;
        sums[2]++;
        trials++;
      }
    }

    void addTo(List<StartComparison> found) {
      if (trials > 0) {
        found.add(new StartComparison(measure.name(), direction, trials, mean(0), mean(1)));
      }
    }

    private double mean(int part) {
      return byPrompt.values().stream()
          .mapToDouble(sums -> sums[part] / sums[2])
          .average()
          .orElse(Double.NaN);
    }
  }
}
