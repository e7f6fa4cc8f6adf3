package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Batch;
import io.facesweep.store.StageStore;
import io.facesweep.tensor.Device;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * A task: binds to a device, takes the runner of its JVM, runs a batch.
 *
 * @param outputUri root of the store
 * @param hadoop how to reach it
 * @param runners what computes
 */
record BatchTask(String outputUri, HadoopSettings hadoop, StageRunners runners)
    implements Serializable {

  BatchReport run(Batch batch) {
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    Device device;
    ModelHolder.Lease lease;
    try {
      device = GpuBinding.ofTask(TaskContext.get()).orElseGet(this::unbound);
      lease =
          ModelHolder.ofThisJvm().lease(runners.key() + "@" + device, () -> runners.open(device));
    } catch (UserException e) {
      return new BatchReport(host, List.of(), String.valueOf(e.getMessage()));
    }
    try (lease) {
      StageStore store = StageStore.open(outputUri, hadoop.configuration());
      BatchRunner runner =
          new BatchRunner(store, lease.runner(), host, device.toString(), versions());
      return new BatchReport(host, List.copyOf(runner.run(batch)), null);
    }
  }

  /** On a cluster a GPU is only used if Spark was asked for it. */
  private Device unbound() {
    return SparkEnv.get().conf().get("spark.master").startsWith("local")
        ? runners.localDevice()
        : Device.CPU;
  }

  private static Map<String, String> versions() {
    String own = BatchTask.class.getPackage().getImplementationVersion();
    return Map.of(
        "facesweep", own == null ? "source" : own,
        "spark", org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        "java", Runtime.version().toString());
  }
}
