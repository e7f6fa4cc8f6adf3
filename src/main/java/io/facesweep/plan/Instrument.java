package io.facesweep.plan;

import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ScorerSettings;
import io.facesweep.settings.TemplateSettings;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all trials of a sweep are measured with, whatever its axes set. It is no part of a stage's
 * identity: a stage can be measured again with another one.
 *
 * @param settings with nothing automatic left
 * @param judges fingerprints of the nets that judge, by name; what a trial's own diffusion model
 *     says of it is no judgement
 */
public record Instrument(MetricsSettings settings, Map<String, String> judges)
    implements Serializable {
  /** Raised when a metric's definition changes, so that tables do not mix what it meant. */
  public static final int METRICS_VERSION = 3;

  private static final int DIGITS = 16;

  /**
   * @throws IllegalArgumentException if something is automatic
   */
  public Instrument {
    judges = Collections.unmodifiableMap(new TreeMap<>(judges));
    if (settings.isAutomatic()) {
      throw new IllegalArgumentException("Invalid resolution: auto (expected pixels)");
    }
  }

  /** Returns 16 hexadecimal digits, the same for equal instruments of one version. */
  public String id() {
    Map<String, Object> parts =
        new TreeMap<>(
            Map.of(
                "version", METRICS_VERSION,
                "resolution", settings.resolution(),
                "distance", settings.distance(),
                "fov", settings.fov(),
                "judges", judges));
    if (judges.keySet().stream().anyMatch(judge -> judge.matches("clip|clips\\..*"))) {
      TemplateSettings texts = settings.templates();
      parts.put(
          "templates",
          List.of(texts.front(), texts.side(), texts.back(), texts.even(), texts.shaded()));
    }
    Map<String, Object> scorers = new TreeMap<>();
    settings.scorers().forEach((name, scorer) -> scorers.put(name, prepared(scorer)));
    if (!scorers.isEmpty()) {
      parts.put("scorers", scorers);
    }
    return CanonicalJson.sha256(parts).substring(0, DIGITS);
  }

  /** What a scorer is shown; which end is better changes nothing that it says. */
  private static Map<String, Object> prepared(ScorerSettings scorer) {
    return Map.of(
        "size", scorer.size(),
        "mean", scorer.mean(),
        "std", scorer.std(),
        "input", scorer.input());
  }
}
