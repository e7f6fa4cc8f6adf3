package io.facesweep.spark;

import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.run.StartMeasurement;
import io.facesweep.store.StageStore;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The Spark job that measures what trials have before their first step: a task a start, of those
 * that are not measured yet.
 */
final class StartJob {
  private StartJob() {}

  /**
   * Measures the starts of trials that are done.
   *
   * @param isDone by id of a stage
   * @param instrument id of what is measured with
   * @return what could not be measured, a line each
   */
  static List<String> run(
      JavaSparkContext spark,
      BatchTask task,
      StageStore store,
      SweepPlan plan,
      Predicate<String> isDone,
      String instrument) {
    List<Start> left =
        StartMeasurement.unmeasured(store, StartMeasurement.ofDone(plan, isDone), instrument);
    if (left.isEmpty()) {
      return List.of();
    }
    spark.setJobGroup("starts", "%d starts of trials".formatted(left.size()), false);
    try {
      Broadcast<BatchTask> shared = spark.broadcast(task);
      return spark
          .parallelize(left, left.size())
          .map(start -> shared.value().measure(start, instrument))
          .collect()
          .stream()
          .filter(Objects::nonNull)
          .toList();
    } catch (Exception e) {
      // what Spark throws is checked in Scala alone; trials are done, whatever becomes of starts
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return List.of(
          "Cannot measure the starts of trials: %s (facesweep measure tries again)"
              .formatted(reason));
    } finally {
      spark.clearJobGroup();
    }
  }
}
