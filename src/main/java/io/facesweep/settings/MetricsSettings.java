package io.facesweep.settings;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How trials are measured, keys {@code metrics.*}: one instrument for a whole sweep, which no axis
 * changes. None of them changes a result, nor a stage's identity.
 */
public record MetricsSettings(
    @Setting(
            doc = "side of the renders that are measured; auto: the diffusion model's own",
            unit = "pixels",
            min = 8,
            max = 2048,
            multipleOf = 8,
            zero = "auto",
            byDefault = "auto")
        int resolution,
    @Setting(
            doc = "their camera distance, in radii of the face",
            above = 1,
            max = 1000,
            byDefault = "7")
        double distance,
    @Setting(
            doc = "their full vertical field of view",
            unit = "degrees",
            above = 0,
            max = 120,
            byDefault = "12.59")
        double fov,
    @Setting(doc = "directories of CLIP models by name, beside models.clip", otherwise = "none")
        Map<String, String> clips,
    @Setting(
            doc =
                "nets that judge renders by name, each { file = <TorchScript>, size = <pixels>,"
                    + " mean = [0, 0, 0], std = [1, 1, 1], input = textured | grey,"
                    + " better = higher | lower }",
            otherwise = "none")
        Map<String, ScorerSettings> scorers,
    @Block TemplateSettings templates)
    implements Serializable {
  public MetricsSettings {
    clips = Collections.unmodifiableMap(new TreeMap<>(clips));
    scorers = Collections.unmodifiableMap(new TreeMap<>(scorers));
  }

  /** True for {@code resolution = auto}. */
  public boolean isAutomatic() {
    return resolution == 0;
  }

  /** Returns the names of all files and directories of judges, as the configuration has them. */
  public Set<String> judgeFiles() {
    Set<String> files = new TreeSet<>(clips.values());
    scorers.values().forEach(scorer -> files.add(scorer.file()));
    return files;
  }

  /**
   * Returns which end of the scorers' numbers is better, {@code higher} or {@code lower}, by name.
   */
  public Map<String, String> better() {
    Map<String, String> better = new TreeMap<>();
    scorers.forEach((name, scorer) -> better.put(name, scorer.better().text()));
    return better;
  }

  /** Returns the same with another resolution. */
  public MetricsSettings at(int side) {
    return new MetricsSettings(side, distance, fov, clips, scorers, templates);
  }
}
