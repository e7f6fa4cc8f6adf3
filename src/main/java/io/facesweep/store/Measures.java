package io.facesweep.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a stage. Maps are sorted.
 *
 * @param instrument id of what it was measured with, {@link io.facesweep.plan.Instrument#id}; null
 *     for measures of versions that did not say so
 * @param metrics by name
 * @param promptErrors for each metric that compares the stage's prompt with others: the error of
 *     every prompt asked about, its own among them. What the metric is depends on which prompts a
 *     sweep has; tables make the precision of it
 * @param views values of single views, by name of the measure; none in records of earlier versions
 * @param picture of the head, very small, as {@code metrics.SmallPicture} writes it; empty for none
 * @param judgeErrors why a judge failed, by its name: its metrics are left out
 */
public record Measures(
    @Nullable String instrument,
    Map<String, Double> metrics,
    Map<String, Map<String, Double>> promptErrors,
    Map<String, Map<ViewAngle, Double>> views,
    String picture,
    Map<String, String> judgeErrors)
    implements Serializable {
  /** Of a stage that has no result. */
  public static final Measures NONE = new Measures(null, Map.of(), Map.of());

  /** Measures of which no judge failed, without values of single views and without a picture. */
  public Measures(
      @Nullable String instrument,
      Map<String, Double> metrics,
      Map<String, Map<String, Double>> promptErrors) {
    this(instrument, metrics, promptErrors, Map.of(), "", Map.of());
  }

  public Measures {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    Map<String, Map<String, Double>> errors = new TreeMap<>();
    promptErrors.forEach(
        (metric, byPrompt) ->
            errors.put(metric, Collections.unmodifiableMap(new TreeMap<>(byPrompt))));
    promptErrors = Collections.unmodifiableMap(errors);
    judgeErrors = Collections.unmodifiableMap(new TreeMap<>(judgeErrors));
    Map<String, Map<ViewAngle, Double>> byMeasure = new TreeMap<>();
    views.forEach(
        (measure, values) ->
            byMeasure.put(measure, Collections.unmodifiableMap(new TreeMap<>(values))));
    views = Collections.unmodifiableMap(byMeasure);
  }

  /** Returns the measures with values of single views, in the place of others. */
  public Measures withViews(Map<String, Map<ViewAngle, Double>> values) {
    return new Measures(instrument, metrics, promptErrors, values, picture, judgeErrors);
  }

  /** Returns the measures with a picture, in the place of another. */
  public Measures withPicture(String text) {
    return new Measures(instrument, metrics, promptErrors, views, text, judgeErrors);
  }

  /** Returns the measures with reasons why judges failed, in the place of others. */
  public Measures withJudgeErrors(Map<String, String> reasons) {
    return new Measures(instrument, metrics, promptErrors, views, picture, reasons);
  }

  /**
   * Returns the measures of a texture with those of the bare shape that it lies on.
   *
   * @param shape measured by the same instrument; what both have is the texture's
   */
  public Measures on(Measures shape) {
    Map<String, Map<String, Double>> errors = new TreeMap<>(shape.promptErrors);
    errors.putAll(promptErrors);
    Map<String, Map<ViewAngle, Double>> values = new TreeMap<>(shape.views);
    values.putAll(views);
    Map<String, Double> all = new TreeMap<>(shape.metrics);
    all.putAll(metrics);
    return new Measures(instrument, all, errors, values, picture, judgeErrors);
  }

  /** Returns the measures with more metrics. */
  public Measures with(Map<String, Double> more) {
    Map<String, Double> all = new TreeMap<>(metrics);
    all.putAll(more);
    return new Measures(instrument, all, promptErrors, views, picture, judgeErrors);
  }

  /** Returns the measures without the metric of a name. */
  public Measures without(String metric) {
    Map<String, Double> others = new TreeMap<>(metrics);
    others.remove(metric);
    return new Measures(instrument, others, promptErrors, views, picture, judgeErrors);
  }
}
