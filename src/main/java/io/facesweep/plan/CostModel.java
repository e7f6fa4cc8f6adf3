package io.facesweep.plan;

import io.facesweep.settings.BatchKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Seconds that a batch will take, from what batches took before. Records of one device only: a
 * model learnt from two kinds of devices is right for neither.
 *
 * <p>A shape seen at this batch size costs the median of its timings; at other sizes the
 * least-squares line through the sizes seen, or where only one was the line of a batch in which a
 * part as large as half a stage is done once for all stages. A shape never seen costs what its
 * rough work suggests.
 */
public final class CostModel {
  /** How an estimate came about. */
  public enum Basis {
    /** From timings of this shape. */
    MEASURED,
    /** From timings of other shapes, by a rough measure of their work. */
    EXTRAPOLATED
  }

  /**
   * What a batch will take.
   *
   * @param seconds of wall time on one device
   * @param basis how far it may be trusted
   */
  public record Estimate(double seconds, Basis basis) {}

  /** What a batch does once for all its stages, in stages: of the demo ablation on CPUs, 0.4. */
  private static final double COMMON_PART = 0.5;

  private final Map<BatchKey, NavigableMap<Integer, Double>> medians;
  private final double secondsPerWork;

  private CostModel(Map<BatchKey, NavigableMap<Integer, Double>> medians, double secondsPerWork) {
    this.medians = medians;
    this.secondsPerWork = secondsPerWork;
  }

  /** A model of what was timed; without any timings it has no estimates. */
  public static CostModel learn(List<Timing> timings) {
    Map<BatchKey, Map<Integer, List<Double>>> seconds = new HashMap<>();
    for (Timing timing : timings) {
      seconds
          .computeIfAbsent(timing.shape(), shape -> new HashMap<>())
          .computeIfAbsent(timing.batchSize(), size -> new ArrayList<>())
          .add(timing.seconds());
    }
    Map<BatchKey, NavigableMap<Integer, Double>> medians = new HashMap<>();
    seconds.forEach(
        (shape, bySize) -> {
          NavigableMap<Integer, Double> medianBySize = new TreeMap<>();
          bySize.forEach(
              (size, values) ->
                  medianBySize.put(size, median(values.stream().mapToDouble(v -> v))));
          medians.put(shape, medianBySize);
        });
    double perWork =
        median(timings.stream().mapToDouble(t -> t.seconds() / work(t.shape(), t.batchSize())));
    return new CostModel(medians, perWork);
  }

  /** Whether anything has been timed. */
  public boolean isEmpty() {
    return medians.isEmpty();
  }

  /**
   * What a batch of this shape will take; empty while nothing has been timed.
   *
   * @param batchSize from 1
   */
  public Optional<Estimate> estimate(BatchKey shape, int batchSize) {
    if (isEmpty()) {
      return Optional.empty();
    }
    NavigableMap<Integer, Double> bySize = medians.get(shape);
    if (bySize == null) {
      return Optional.of(new Estimate(secondsPerWork * work(shape, batchSize), Basis.EXTRAPOLATED));
    }
    Double exact = bySize.get(batchSize);
    return Optional.of(
        new Estimate(exact == null ? fitted(bySize, batchSize) : exact, Basis.MEASURED));
  }

  /**
   * What a batch costs beside others: its seconds, or while nothing has been timed a rough measure
   * of its work.
   *
   * @param batchSize from 1
   */
  double weight(BatchKey shape, int batchSize) {
    return estimate(shape, batchSize).map(Estimate::seconds).orElse(work(shape, batchSize));
  }

  private static double work(BatchKey shape, int batchSize) {
    return (COMMON_PART + batchSize) * shape.work();
  }

  private static double fitted(NavigableMap<Integer, Double> bySize, int batchSize) {
    int least = bySize.firstKey();
    if (bySize.size() == 1) {
      return bySize.firstEntry().getValue() * (COMMON_PART + batchSize) / (COMMON_PART + least);
    }
    double meanSize = bySize.keySet().stream().mapToDouble(size -> size).average().orElseThrow();
    double meanSeconds = bySize.values().stream().mapToDouble(s -> s).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (Map.Entry<Integer, Double> entry : bySize.entrySet()) {
      double offset = entry.getKey() - meanSize;
      covariance += offset * (entry.getValue() - meanSeconds);
      variance += offset * offset;
    }
    double line = meanSeconds + covariance / variance * (batchSize - meanSize);
    return believable(bySize, batchSize, line);
  }

  /** More stages take no less time together, and no more time each, whatever noise timings have. */
  private static double believable(
      NavigableMap<Integer, Double> bySize, int batchSize, double seconds) {
    double result = seconds;
    Map.Entry<Integer, Double> smaller = bySize.floorEntry(batchSize);
    if (smaller != null) {
      double most = smaller.getValue() * batchSize / smaller.getKey();
      result = Math.max(smaller.getValue(), Math.min(most, result));
    }
    Map.Entry<Integer, Double> larger = bySize.ceilingEntry(batchSize);
    if (larger != null) {
      double least = larger.getValue() * batchSize / larger.getKey();
      result = Math.max(least, Math.min(larger.getValue(), result));
    }
    return result;
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.toArray();
    if (sorted.length == 0) {
      return 0;
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
