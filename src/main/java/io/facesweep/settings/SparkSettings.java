package io.facesweep.settings;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How Spark is used, keys {@code spark.*}. */
public record SparkSettings(
    @Setting(
            doc = "trials that a task runs in lockstep",
            min = 1,
            max = 4096,
            zero = "auto",
            byDefault = "auto")
        int trialsPerTask,
    @Setting(doc = "how progress is reported", byDefault = "auto") Progress progress,
    @Setting(doc = "properties of Spark and Hadoop, names in quotes", otherwise = "none")
        Map<String, String> conf)
    implements Serializable {
  public SparkSettings {
    conf = Collections.unmodifiableMap(new TreeMap<>(conf));
  }

  /** True for {@code trials-per-task = auto}. */
  public boolean isAutomatic() {
    return trialsPerTask == 0;
  }

  /** Shows those properties only that are known to hold no secrets. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(conf);
    shown.replaceAll(Secrets::shown);
    return "SparkSettings[trialsPerTask=%d, progress=%s, conf=%s]"
        .formatted(trialsPerTask, progress, shown);
  }
}
