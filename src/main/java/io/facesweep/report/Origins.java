package io.facesweep.report;

import io.facesweep.store.StageRecord;
import io.facesweep.store.StoredInstrument;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What computed and measured the stages of a sweep, as their records say.
 *
 * @param versions how many stages each version of each software computed
 * @param devices how many stages each device computed
 * @param instrument what they were measured with; null where no file says so
 */
record Origins(
    Map<String, Map<String, Integer>> versions,
    Map<String, Integer> devices,
    @Nullable StoredInstrument instrument) {
  static Origins measuredWith(@Nullable StoredInstrument instrument) {
    return new Origins(new TreeMap<>(), new TreeMap<>(), instrument);
  }

  /** Adds what other stages were computed by. */
  void add(Origins other) {
    other.versions.forEach(
        (software, stages) ->
            stages.forEach(
                (version, count) ->
                    versions
                        .computeIfAbsent(software, s -> new TreeMap<>())
                        .merge(version, count, Integer::sum)));
    other.devices.forEach((device, count) -> devices.merge(device, count, Integer::sum));
  }

  void add(StageRecord record) {
    record
        .versions()
        .forEach(
            (software, version) ->
                versions
                    .computeIfAbsent(software, s -> new TreeMap<>())
                    .merge(version, 1, Integer::sum));
    devices.merge(record.device(), 1, Integer::sum);
  }
}
