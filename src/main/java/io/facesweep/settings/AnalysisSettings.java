package io.facesweep.settings;

import io.facesweep.settings.Setting.Text;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep's effects are asked, keys {@code analysis.*}. None of them changes a trial: they may
 * be changed when all has run, but for an honest answer are settled before.
 */
public record AnalysisSettings(
    @Setting(
            doc =
                "measures that decide, named before the run: few, since they are corrected together"
                    + " (Holm); the others explore (Benjamini-Hochberg)",
            text = Text.NOT_BLANK,
            distinct = true,
            byDefault = "[]")
        List<String> confirmatory,
    @Setting(
            doc = "which levels of an axis are compared: each with the baseline, or all",
            byDefault = "baseline")
        Contrasts contrasts,
    @Setting(
            doc = "by measure, the difference below which a level may as well be left out",
            otherwise = "none")
        Map<String, Double> equivalence)
    implements Serializable {
  /** Asks each level against the baseline, and has no measure decide. */
  public static final AnalysisSettings DEFAULT =
      new AnalysisSettings(List.of(), Contrasts.BASELINE, Map.of());

  public AnalysisSettings {
    confirmatory = List.copyOf(confirmatory);
    equivalence = Collections.unmodifiableMap(new LinkedHashMap<>(equivalence));
  }
}
