package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.run.RunnerPlace;
import io.facesweep.settings.Dtype;
import io.facesweep.tensor.Device;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;

/**
 * What a task computes on.
 *
 * @param device the device
 * @param label what records say of it
 */
record TaskDevice(Device device, String label) {
  /**
   * {@code auto}, the default: the GPU that Spark gave the task, or the CPU. {@code cpu}: the CPU
   * whatever Spark gave, to try the set-up of a cluster on machines without GPUs.
   */
  static final String SETTING = "spark.facesweep.device";

  /**
   * Returns the number format that {@link Dtype#AUTO} will stand for in all tasks, before there are
   * any.
   *
   * @param local as of {@link #of}
   */
  static Dtype automatic(SparkConf conf, Supplier<Device> local) {
    return RunnerPlace.automatic(expected(conf, local));
  }

  /** A device like those that tasks will have. */
  private static Device expected(SparkConf conf, Supplier<Device> local) {
    if (conf.get(SETTING, "auto").equals("cpu")) {
      return Device.CPU;
    } else if (conf.contains("spark.task.resource.gpu.amount")) {
      return new Device(0);
    }
    return isLocal(conf) ? local.get() : Device.CPU;
  }

  private static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master").matches("local(\\[.*)?");
  }

  /**
   * The device of a task.
   *
   * @param local what a task uses that Spark gave no GPU, where Spark runs in one process; on a
   *     cluster a GPU is only used if Spark was asked for it
   * @throws UserException if Spark gave a GPU that this process does not see
   */
  static TaskDevice of(TaskContext task, SparkConf conf, Supplier<Device> local) {
    String wanted = conf.get(SETTING, "auto");
    if (wanted.equals("cpu")) {
      String given = GpuBinding.addresses(task);
      return new TaskDevice(Device.CPU, given.isEmpty() ? "cpu" : "cpu in place of GPU " + given);
    } else if (!wanted.equals("auto")) {
      throw new UserException("Invalid %s: %s (expected auto or cpu)".formatted(SETTING, wanted));
    }
    Device device =
        GpuBinding.ofTask(task).orElseGet(() -> isLocal(conf) ? local.get() : Device.CPU);
    return new TaskDevice(device, device.toString());
  }
}
