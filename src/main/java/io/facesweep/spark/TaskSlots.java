package io.facesweep.spark;

import io.facesweep.tensor.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks run at once, by cores and by GPUs. Of a cluster it is what was asked for, or what
 * is there if that is more: executors may come one after the other.
 */
final class TaskSlots {
  private static final Pattern LOCAL = Pattern.compile("local(\\[\\s*(\\d+|\\*)\\s*(,.*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,.*]");
  private static final String GPU_OF_TASK = "spark.task.resource.gpu.amount";
  private static final int YARN_AND_KUBERNETES_INSTANCES = 2;

  private final SparkConf conf;
  private final String master;
  private final int taskCpus;

  private TaskSlots(SparkConf conf) {
    this.conf = conf;
    this.master = conf.get("spark.master");
    this.taskCpus = Math.max(1, conf.getInt("spark.task.cpus", 1));
  }

  /** Slots of a context, of what it has by now. */
  static int of(JavaSparkContext spark) {
    int executors = spark.sc().getExecutorMemoryStatus().size() - 1; // the driver is among them
    return of(spark.getConf(), spark.defaultParallelism(), executors);
  }

  /**
   * Slots by settings.
   *
   * @param cores of the executors that are there
   * @param executors that are there, without the driver
   */
  static int of(SparkConf conf, int cores, int executors) {
    return Math.max(1, new TaskSlots(conf).slots(cores, executors));
  }

  /** How many tasks of one process may use a device at once. */
  static int onDevice(SparkConf conf, Device device) {
    TaskSlots slots = new TaskSlots(conf);
    Matcher local = LOCAL.matcher(slots.master);
    double gpu = conf.getDouble(GPU_OF_TASK, 0);
    if (device.isCuda() && gpu > 0) {
      return Math.max(1, (int) Math.floor(1 / gpu));
    } else if (local.matches()) {
      return Math.max(1, threads(local.group(2)) / slots.taskCpus);
    }
    int cores = slots.executorCores();
    int known = cores == 0 ? Runtime.getRuntime().availableProcessors() : cores;
    return Math.max(1, Math.min(known / slots.taskCpus, slots.onGpus("spark.executor")));
  }

  /**
   * How many threads the tasks of one process may keep busy together: its cores, and where tasks
   * compute on a GPU of this machine all that the machine has.
   */
  static int cores(SparkConf conf, Device device) {
    TaskSlots slots = new TaskSlots(conf);
    int machine = Runtime.getRuntime().availableProcessors();
    Matcher local = LOCAL.matcher(slots.master);
    if (local.matches()) {
      return device.isCuda() ? machine : Math.min(machine, threads(local.group(2)));
    }
    int cores = slots.executorCores();
    return cores == 0 ? machine : Math.min(machine, cores);
  }

  private int slots(int cores, int executors) {
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      return Math.min(threads(local.group(2)) / taskCpus, onGpus("spark.driver"));
    }
    int count = Math.max(executors, expected());
    int each = onGpus("spark.executor");
    int executorCores = executorCores();
    if (executorCores == 0) {
      // an executor has all cores of its machine, or its share of spark.cores.max
      long all = Math.max(cores, conf.getInt("spark.cores.max", 0)) / taskCpus;
      return (int) Math.min(all, (long) Math.max(1, count) * each);
    }
    return (int)
        Math.min(Integer.MAX_VALUE, (long) count * Math.min(executorCores / taskCpus, each));
  }

  private static int threads(@Nullable String count) {
    if (count == null) {
      return 1;
    }
    return count.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(count);
  }

  /** Tasks that the GPUs of one process take at once; any number if tasks ask for none. */
  private int onGpus(String owner) {
    double wanted = conf.getDouble(GPU_OF_TASK, 0);
    int gpus = conf.getInt(owner + ".resource.gpu.amount", 0);
    if (wanted <= 0 || gpus == 0) {
      return Integer.MAX_VALUE;
    }
    return wanted <= 1 ? gpus * (int) Math.floor(1 / wanted) : (int) (gpus / wanted);
  }

  /** Cores of an executor; 0 where that depends on the machines. */
  private int executorCores() {
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return Integer.parseInt(cluster.group(2));
    }
    return conf.getInt("spark.executor.cores", isStandalone() ? 0 : 1);
  }

  private boolean isStandalone() {
    return master.startsWith("spark:");
  }

  /** Executors that will be there, as far as settings tell; 0 if they do not. */
  private int expected() {
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return Integer.parseInt(cluster.group(1));
    }
    int instances = conf.getInt("spark.executor.instances", 0);
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      int most = conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
      int least =
          Math.max(
              Math.max(instances, conf.getInt("spark.dynamicAllocation.initialExecutors", 0)),
              conf.getInt("spark.dynamicAllocation.minExecutors", 0));
      // without an end any number may come, and large batches are what a task does best
      return most == Integer.MAX_VALUE ? least : most;
    } else if (isStandalone()) {
      int each = executorCores();
      return each == 0 ? 0 : conf.getInt("spark.cores.max", 0) / each;
    }
    return instances > 0 ? instances : YARN_AND_KUBERNETES_INSTANCES;
  }
}
