package io.facesweep.settings;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How Spark is used, keys {@code spark.*}.
 *
 * @param trialsPerTask how many trials of one shape a task runs in lockstep; 0 stands for {@code
 *     auto}, the default
 * @param progress default {@code auto}
 * @param conf properties of Spark and Hadoop, by name; {@link #toString}, and whatever writes a
 *     configuration, shows those only that are known to hold no secrets
 */
public record SparkSettings(int trialsPerTask, Progress progress, Map<String, String> conf)
    implements Serializable {
  public SparkSettings {
    conf = Collections.unmodifiableMap(new TreeMap<>(conf));
  }

  /** True for {@code trials-per-task = auto}. */
  public boolean isAutomatic() {
    return trialsPerTask == 0;
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(conf);
    shown.replaceAll(Secrets::shown);
    return "SparkSettings[trialsPerTask=%d, progress=%s, conf=%s]"
        .formatted(trialsPerTask, progress, shown);
  }
}
