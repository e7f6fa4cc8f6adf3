package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.Device;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TaskSlotsTest {
  /**
   * Slots of a context with settings such as {@code task.cpus=4}.
   *
   * @param cores that it has by now
   * @param executors that it has by now
   */
  private static int slots(String master, int cores, int executors, String... settings) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    for (String setting : settings) {
      String[] parts = setting.split("=");
      conf.set("spark." + parts[0], parts[1]);
    }
    return TaskSlots.of(conf, cores, executors);
  }

  @Test
  void oneProcessHasItsThreads() {
    assertThat(slots("local", 1, 0)).isEqualTo(1);
    assertThat(slots("local[6]", 6, 0)).isEqualTo(6);
    assertThat(slots("local[6, 3]", 6, 0)).isEqualTo(6);
    assertThat(slots("local[*]", 2, 0)).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(slots("local[6]", 6, 0, "task.cpus=4")).isEqualTo(1);
    assertThat(slots("local[2]", 2, 0, "task.cpus=4")).isEqualTo(1);
  }

  @Test
  void aTaskTakesAllItsCores() {
    assertThat(slots("spark://h:7077", 32, 8, "executor.cores=4", "task.cpus=4")).isEqualTo(8);
    assertThat(slots("spark://h:7077", 32, 8, "executor.cores=4", "task.cpus=2")).isEqualTo(16);
    assertThat(slots("spark://h:7077", 32, 4, "executor.cores=8", "task.cpus=3")).isEqualTo(8);
    assertThat(slots("spark://h:7077", 4, 1, "executor.cores=4", "task.cpus=4")).isEqualTo(1);
  }

  @Test
  void aTaskTakesItsGpu() {
    String[] one = {
      "executor.cores=16", "executor.resource.gpu.amount=1", "task.resource.gpu.amount=1"
    };
    assertThat(slots("spark://h:7077", 64, 4, one)).isEqualTo(4);
    String[] shared = {
      "executor.cores=16", "executor.resource.gpu.amount=2", "task.resource.gpu.amount=0.5"
    };
    assertThat(slots("spark://h:7077", 64, 4, shared)).isEqualTo(16);
    String[] thirds = {
      "executor.cores=16", "executor.resource.gpu.amount=1", "task.resource.gpu.amount=0.3"
    };
    assertThat(slots("spark://h:7077", 16, 1, thirds)).isEqualTo(3);
    String[] few = {
      "executor.cores=4",
      "task.cpus=2",
      "executor.resource.gpu.amount=8",
      "task.resource.gpu.amount=1"
    };
    assertThat(slots("spark://h:7077", 4, 1, few)).isEqualTo(2);
  }

  @Test
  void aStandaloneClusterGivesWhatItHasOrWasAskedFor() {
    assertThat(slots("spark://h:7077", 24, 3)).isEqualTo(24);
    assertThat(slots("spark://h:7077", 24, 3, "task.cpus=4")).isEqualTo(6);
    assertThat(slots("spark://h:7077", 2, 0, "cores.max=24", "task.cpus=4")).isEqualTo(6);
    assertThat(slots("spark://h:7077", 4, 1, "cores.max=24", "executor.cores=4")).isEqualTo(24);
    String[] gpus = {"executor.resource.gpu.amount=1", "task.resource.gpu.amount=1"};
    assertThat(slots("spark://h:7077", 24, 3, gpus)).isEqualTo(3);
  }

  @Test
  void yarnAndKubernetesGiveInstances() {
    assertThat(slots("yarn", 2, 0)).isEqualTo(2);
    assertThat(slots("yarn", 2, 0, "executor.instances=10", "executor.cores=4")).isEqualTo(40);
    assertThat(
            slots(
                "k8s://https://h:443",
                4,
                1,
                "executor.instances=10",
                "executor.cores=4",
                "task.cpus=4"))
        .isEqualTo(10);
    assertThat(slots("yarn", 48, 12, "executor.instances=10", "executor.cores=4")).isEqualTo(48);
  }

  @Test
  void dynamicAllocationGivesItsMost() {
    String[] bounded = {
      "dynamicAllocation.enabled=true",
      "dynamicAllocation.maxExecutors=20",
      "executor.cores=4",
      "task.cpus=4"
    };
    assertThat(slots("yarn", 4, 1, bounded)).isEqualTo(20);
    String[] unbounded = {
      "dynamicAllocation.enabled=true",
      "dynamicAllocation.minExecutors=3",
      "dynamicAllocation.initialExecutors=5",
      "executor.cores=4"
    };
    assertThat(slots("yarn", 4, 1, unbounded)).isEqualTo(20);
    assertThat(slots("yarn", 28, 7, unbounded)).isEqualTo(28);
    assertThat(slots("yarn", 2, 0, "dynamicAllocation.enabled=true")).isEqualTo(1);
  }

  @Test
  void tasksOfAProcessShareItsDevice() {
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://h:7077");
    conf.set("spark.executor.cores", "8").set("spark.task.cpus", "2");
    assertThat(TaskSlots.onDevice(conf, Device.CPU)).isEqualTo(4);
    conf.set("spark.executor.resource.gpu.amount", "2");
    conf.set("spark.task.resource.gpu.amount", "1");
    assertThat(TaskSlots.onDevice(conf, new Device(1))).isEqualTo(1);
    conf.set("spark.task.resource.gpu.amount", "0.5");
    assertThat(TaskSlots.onDevice(conf, new Device(1))).isEqualTo(2);
    SparkConf local = new SparkConf(false).set("spark.master", "local[3]");
    assertThat(TaskSlots.onDevice(local, new Device(0))).isEqualTo(3);
    assertThat(TaskSlots.onDevice(local, Device.CPU)).isEqualTo(3);
  }

  @Test
  void tasksOfAProcessShareItsCores() {
    int machine = Runtime.getRuntime().availableProcessors();
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://h:7077");
    assertThat(TaskSlots.cores(conf, Device.CPU)).as("all of the machine").isEqualTo(machine);
    conf.set("spark.executor.cores", "1").set("spark.task.cpus", "1");
    assertThat(TaskSlots.cores(conf, Device.CPU)).isEqualTo(1);
    assertThat(TaskSlots.cores(conf, new Device(0))).isEqualTo(1);
    conf.set("spark.executor.cores", "1000");
    assertThat(TaskSlots.cores(conf, Device.CPU)).as("no more than there are").isEqualTo(machine);
    SparkConf local = new SparkConf(false).set("spark.master", "local[1]");
    assertThat(TaskSlots.cores(local, Device.CPU)).isEqualTo(1);
    assertThat(TaskSlots.cores(local, new Device(0))).as("tasks compute there").isEqualTo(machine);
  }

  @Test
  void theSettingsForGpusHaveTwoTasksOnEach() throws IOException {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("submit/spark-gpu.conf"))) {
      settings.load(file);
    }
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://h:7077");
    settings.stringPropertyNames().forEach(key -> conf.set(key, settings.getProperty(key)));
    assertThat(TaskSlots.of(conf, 12, 3)).isEqualTo(6);
    assertThat(TaskSlots.onDevice(conf, new Device(0))).isEqualTo(2);
  }

  @Test
  void aClusterInProcessesOfThisMachineSaysAll() {
    assertThat(slots("local-cluster[3,2,1024]", 2, 1)).isEqualTo(6);
    assertThat(slots("local-cluster[3,2,1024]", 2, 1, "task.cpus=2")).isEqualTo(3);
  }
}
