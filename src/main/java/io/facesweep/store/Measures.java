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
 * @param judgeErrors why a judge failed, by its name: its metrics are left out
 */
public record Measures(
    @Nullable String instrument,
    Map<String, Double> metrics,
    Map<String, Map<String, Double>> promptErrors,
    Map<String, String> judgeErrors)
    implements Serializable {
  /** Of a stage that has no result. */
  public static final Measures NONE = new Measures(null, Map.of(), Map.of());

  /** Measures of which no judge failed. */
  public Measures(
      @Nullable String instrument,
      Map<String, Double> metrics,
      Map<String, Map<String, Double>> promptErrors) {
    this(instrument, metrics, promptErrors, Map.of());
  }

  public Measures {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    Map<String, Map<String, Double>> errors = new TreeMap<>();
    promptErrors.forEach(
        (metric, byPrompt) ->
            errors.put(metric, Collections.unmodifiableMap(new TreeMap<>(byPrompt))));
    promptErrors = Collections.unmodifiableMap(errors);
    judgeErrors = Collections.unmodifiableMap(new TreeMap<>(judgeErrors));
  }
}
