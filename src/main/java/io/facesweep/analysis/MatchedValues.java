package io.facesweep.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One metric in the matches of a contrast: those whose trials all have it, and how many lack it.
 */
final class MatchedValues {
  private final double[] values;
  private final List<int[]> planned;
  private final List<int[]> present;
  private final int parts;

  /**
   * @param values of the metric, by number of the trial; NaN where a trial has none
   * @param planned the contrast's matches, those without the metric too
   */
  MatchedValues(double[] values, List<int[]> planned, Contrast contrast) {
    this.values = values;
    this.planned = planned;
    this.parts = contrast.isInteraction() ? 4 : 2;
    this.present =
        planned.stream()
            .filter(match -> Arrays.stream(match).noneMatch(trial -> Double.isNaN(values[trial])))
            .toList();
  }

  /** The matches whose trials all have the metric. */
  List<int[]> present() {
    return present;
  }

  /** How many lack it. */
  int missing() {
    return planned.size() - present.size();
  }

  /** What each match has at the level. */
  double[] level() {
    return each(present, match -> side(values, match, 0));
  }

  /** What each match has at the level compared with. */
  double[] baseline() {
    return each(present, match -> side(values, match, parts / 2));
  }

  private double[] each(List<int[]> matches, ToDoubleFunction<int[]> part) {
    return matches.stream().mapToDouble(part).toArray();
  }

  /** The mean of a part; of an interaction the difference of two that follow each other. */
  private double side(double[] all, int[] match, int part) {
    double first = mean(all, match, part);
    return parts == 2 ? first : first - mean(all, match, part + 1);
  }

  private double mean(double[] all, int[] match, int part) {
    int length = match.length / parts;
    double sum = 0;
    for (int i = part * length; i < (part + 1) * length; i++) {
      sum += all[match[i]];
    }
    return sum / length;
  }

  /**
   * The differences of all planned matches, were the values that lack the most favourable to the
   * one side that there are: at the level the greatest, else the least; of the other side the
   * reverse.
   *
   * @param rise what a value that lacks is where more of it makes the difference larger
   * @param fall what it is where more of it makes the difference smaller
   */
  double[] filled(double rise, double fall) {
    return each(
        planned,
        match -> {
          double difference = 0;
          int length = match.length / parts;
          for (int i = 0; i < match.length; i++) {
            int part = i / length;
            boolean rises = part == 0 || part == 3;
            double value = values[match[i]];
            double known = Double.isNaN(value) ? (rises ? rise : fall) : value;
            difference += (rises ? known : -known) / length;
          }
          return difference;
        });
  }

  /** All matches, those that lack the metric too. */
  List<int[]> planned() {
    return planned;
  }

  /** The least and the greatest value in the matches. */
  double[] range() {
    return planned.stream()
        .flatMapToInt(Arrays::stream)
        .mapToDouble(trial -> values[trial])
        .filter(value -> !Double.isNaN(value))
        .collect(
            () -> new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
            (range, value) -> {
              range[0] = Math.min(range[0], value);
              range[1] = Math.max(range[1], value);
            },
            (a, b) -> {
              a[0] = Math.min(a[0], b[0]);
              a[1] = Math.max(a[1], b[1]);
            });
  }
}
