package io.facesweep.store;

import io.facesweep.plan.StageKind;
import io.facesweep.plan.Timing;
import io.facesweep.settings.BatchKey;
import io.facesweep.settings.TrialSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What batches took, by the records of their stages. */
public final class RecordedTimings {
  /** Thirty years. */
  private static final double MAX_SECONDS = 1e9;

  private record Run(String host, Instant started, BatchKey shape) {}

  private final Set<Run> seen = new HashSet<>();
  private final Map<String, List<Timing>> byDevice = new HashMap<>();

  /**
   * Takes a record into account: one for each batch, and none of a failure, of a stage whose
   * settings are those of another version, or of one whose numbers cannot be.
   */
  public void add(StageRecord record) {
    Double seconds = record.seconds().get(StageRecord.BATCH);
    if (record.status() != StageStatus.DONE || seconds == null) {
      return;
    }
    Timing timing;
    try {
      timing = new Timing(shape(record), record.batchSize(), seconds);
    } catch (RuntimeException e) {
      return; // an estimate is no reason to complain of other people's records
    }
    if (isPlausible(timing) && seen.add(new Run(record.host(), record.started(), timing.shape()))) {
      byDevice.computeIfAbsent(kind(record.device()), kind -> new ArrayList<>()).add(timing);
    }
  }

  private static boolean isPlausible(Timing timing) {
    return timing.shape().work() > 0 && timing.seconds() < MAX_SECONDS;
  }

  /** Those of the kind of device that has the most: no estimate holds for two kinds. */
  public List<Timing> timings() {
    return byDevice.values().stream()
        .max((a, b) -> Integer.compare(a.size(), b.size()))
        .orElse(List.of());
  }

  /** {@code cuda:3} is as fast as {@code cuda:0}. */
  private static String kind(String device) {
    return device.startsWith("cuda") ? "cuda" : "cpu";
  }

  private static BatchKey shape(StageRecord record) {
    TrialSettings settings = BatchKey.ofColumns(record.settings());
    return record.kind() == StageKind.GEOMETRY
        ? BatchKey.geometry(settings)
        : BatchKey.texture(settings);
  }
}
