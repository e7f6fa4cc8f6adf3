package io.facesweep.metrics;

import static io.facesweep.metrics.Metric.Direction.HIGHER_IS_BETTER;
import static io.facesweep.metrics.Metric.Direction.LOWER_IS_BETTER;
import static io.facesweep.metrics.Metric.Direction.NEUTRAL;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Metrics of the judges that a configuration gives names: each kind has one metric a name, {@code
 * <kind>_<name>}.
 */
public final class NamedMetrics {
  private static final String NUMBER = "the scorer's own";
  private static final String PROBABILITY = "probability by the net";

  /** What one CLIP model of {@code metrics.clips} says, as the metric of models.clip. */
  static final Kind CLIP_SCORE = like(Metrics.CLIP_SCORE);

  static final Kind CLIP_PRECISION = like(Metrics.CLIP_PRECISION);
  static final Kind GEOMETRY_CLIP_SCORE = like(Metrics.GEOMETRY_CLIP_SCORE);
  static final Kind GEOMETRY_CLIP_PRECISION = like(Metrics.GEOMETRY_CLIP_PRECISION);

  static final Kind ZERO_SHOT_JANUS =
      new Kind(
          "zero_shot_janus",
          PROBABILITY,
          "0 to 1",
          LOWER_IS_BETTER,
          "The largest probability that the CLIP model gives to metrics.templates.front, against"
              + " side and back, on textured renders from 90 to 270 degrees in steps of 45.");

  static final Kind ZERO_SHOT_LIGHT =
      new Kind(
          "zero_shot_light",
          PROBABILITY,
          "0 to 1",
          HIGHER_IS_BETTER,
          "The probability that the CLIP model gives to metrics.templates.even, against shaded, mean"
              + " over textured renders without light from -45, 0 and 45 degrees.");

  static final Kind SCORER =
      new Kind(
          "scorer",
          NUMBER,
          "any",
          NEUTRAL,
          "The number that the scorer of metrics.scorers gives to a render, mean over 8 views all"
              + " around the head. metrics.scorers.NAME.better says which end is better.");

  static final Kind FRONT_SCORER =
      new Kind(
          "front_scorer",
          NUMBER,
          "any",
          NEUTRAL,
          "The number that the scorer of metrics.scorers gives to the front.");

  static final Kind IDENTITY_SPREAD =
      new Kind(
          "identity_spread",
          "1 - cosine",
          "0 to 2",
          LOWER_IS_BETTER,
          "1 - the mean cosine between the vectors that the scorer of metrics.scorers gives to the"
              + " views from -60 to 60 degrees in steps of 30, where the face is to be seen: how much"
              + " it takes them for different people.");

  /** All of them, in the order in which tables and reports show them. */
  public static final List<Kind> ALL =
      List.of(
          CLIP_SCORE,
          CLIP_PRECISION,
          GEOMETRY_CLIP_SCORE,
          GEOMETRY_CLIP_PRECISION,
          ZERO_SHOT_JANUS,
          ZERO_SHOT_LIGHT,
          SCORER,
          FRONT_SCORER,
          IDENTITY_SPREAD);

  private NamedMetrics() {}

  /**
   * A metric that each judge of a sort has, as {@link Metric}.
   *
   * @param prefix of its name, which the judge's follows
   */
  public record Kind(
      String prefix, String unit, String range, Metric.Direction direction, String definition) {
    /** Returns the metric of a judge. */
    Metric of(String name) {
      return new Metric(prefix + "_" + name, unit, range, direction, definition);
    }
  }

  private static Kind like(Metric metric) {
    UnaryOperator<String> named = text -> text.replace("models.clip", "metrics.clips");
    return new Kind(
        metric.name(),
        metric.unit(),
        metric.range(),
        metric.direction(),
        named.apply(metric.definition()));
  }

  /**
   * Returns which end of the metrics of a scorer is better.
   *
   * @param scorers {@code higher} or {@code lower} by name, as configured
   * @return by metric
   */
  public static Map<String, Metric.Direction> directions(Map<String, String> scorers) {
    Map<String, Metric.Direction> directions = new TreeMap<>();
    scorers.forEach(
        (name, better) -> {
          for (Kind kind : List.of(SCORER, FRONT_SCORER)) {
            for (Metric.Direction direction : List.of(HIGHER_IS_BETTER, LOWER_IS_BETTER)) {
              if (direction.text().equals(better)) {
                directions.put(kind.of(name).name(), direction);
              }
            }
          }
        });
    return directions;
  }

  /** Returns the metric of a name; empty where it is of no kind. */
  static Optional<Metric> find(String name) {
    return ALL.stream()
        .filter(kind -> name.matches(kind.prefix() + "_[a-z][a-z0-9_]*"))
        .findFirst()
        .map(kind -> kind.of(name.substring(kind.prefix().length() + 1)));
  }
}
