package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.settings.Secrets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Starts Spark: under spark-submit as that says, else in this process. */
public final class SparkContexts {
  private static final String MASTER = "spark.master";
  private static final String STANDALONE = "spark://";
  private static final String HADOOP = "spark.hadoop.";
  private static final String PLUGINS = "spark.plugins";

  /** Executors that may fetch libtorch from the network say otherwise. */
  private static final String DJL_OPTIONS =
      "-Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Dai.djl.pytorch.num_interop_threads=1"
          + " -Dai.djl.pytorch.num_threads=1";

  /** Unless something else is said: what a sweep's long, few tasks need. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.ui.showConsoleProgress", "false",
          "spark.locality.wait", "0s",
          "spark.task.maxFailures", "8",
          "spark.executor.extraJavaOptions", DJL_OPTIONS,
          "spark.hadoop.fs.s3a.connection.maximum", "200",
          "spark.redaction.regex", Secrets.REDACTION);

  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String SECRET = "spark.authenticate.secret";

  /** How a standalone worker gives the cluster's secret to what it starts: nobody else reads it. */
  private static final String SECRET_OF_WORKER = "_SPARK_AUTH_SECRET";

  /**
   * In this process alone: nobody on the network is to reach it, and its executor is never lost,
   * however long a laptop sleeps. Spark would take it for dead after two minutes, and end the
   * process.
   */
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.driver.host",
          "127.0.0.1",
          "spark.driver.bindAddress",
          "127.0.0.1",
          AUTHENTICATE,
          "true",
          "spark.storage.blockManagerHeartbeatTimeoutMs",
          "3650d",
          "spark.executor.heartbeat.maxFailures",
          String.valueOf(Integer.MAX_VALUE));

  private SparkContexts() {}

  /**
   * Starts a context; the caller stops it. Settings of spark-submit come before those of the
   * configuration's {@code spark.conf}.
   *
   * @param master Spark's address, or null for that of spark-submit or of {@code spark.conf}
   * @param otherwise Spark's address where there is none of these, e.g. {@code local[*]}
   * @throws UserException if Spark does not start
   */
  public static JavaSparkContext start(
      SweepConfig config, @Nullable String master, String otherwise) {
    SparkConf conf = conf(new SparkConf(), config, master, otherwise);
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) {
      if (e instanceof SparkException || e instanceof IllegalArgumentException) {
        throw new UserException(
            "Cannot start Spark at %s: %s".formatted(conf.get(MASTER), reason(e)), e);
      }
      throw e;
    }
  }

  /** What Spark says, and what has led to it: clients of clusters say that alone. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure
        ? String.valueOf(failure.getMessage())
        : "%s (%s)".formatted(failure.getMessage(), root);
  }

  static SparkConf conf(
      SparkConf conf, SweepConfig config, @Nullable String master, String otherwise) {
    if (master != null) {
      conf.setMaster(master);
    }
    new TreeMap<>(config.spark().conf())
        .forEach((key, value) -> conf.setIfMissing(name(key), value));
    conf.setIfMissing(MASTER, otherwise);
    conf.setIfMissing("spark.app.name", "facesweep " + config.sweep().name());
    DEFAULTS.forEach(conf::setIfMissing);
    protect(conf);
    takeSecret(conf, System.getenv(SECRET_OF_WORKER));
    addPlugin(conf);
    return conf;
  }

  /**
   * Where Spark makes a secret by itself, peers prove that they know it; elsewhere users may ask.
   */
  private static void protect(SparkConf conf) {
    String master = conf.get(MASTER);
    if (master.equals("local") || master.startsWith("local[")) {
      LOCAL.forEach(conf::setIfMissing);
    } else if (master.equals("yarn") || master.startsWith("k8s://")) {
      conf.setIfMissing(AUTHENTICATE, "true");
    }
  }

  /**
   * Lets a driver that a standalone worker has started know the cluster's secret: Spark asks for it
   * among the settings, and keeps it out of those that stand on the driver's command line.
   *
   * @param secret that the worker has given, or null
   */
  static void takeSecret(SparkConf conf, @Nullable String secret) {
    if (secret != null
        && conf.get(MASTER).startsWith(STANDALONE)
        && conf.getBoolean(AUTHENTICATE, false)) {
      conf.setIfMissing(SECRET, secret);
    }
  }

  /** What is dangerous about settings, in lines for people. */
  static List<String> warnings(SparkConf conf) {
    boolean isOpen =
        conf.get(MASTER, "").startsWith(STANDALONE) && !conf.getBoolean(AUTHENTICATE, false);
    return isOpen
        ? Stream.of(conf.getAll())
            .map(Tuple2::_1)
            .filter(Secrets::isSecret)
            .sorted()
            .limit(1)
            .map(
                key ->
                    "Warning: whoever reaches this driver over the network can read %s (set spark.authenticate and spark.authenticate.secret for the cluster and here)"
                        .formatted(key))
            .toList()
        : List.of();
  }

  private static void addPlugin(SparkConf conf) {
    String ours = SweepPlugin.class.getName();
    String given = conf.get(PLUGINS, "");
    if (!List.of(given.split("\\s*,\\s*")).contains(ours)) {
      conf.set(PLUGINS, given.isBlank() ? ours : given + "," + ours);
    }
  }

  /** Hadoop's settings reach it through Spark under a prefix. */
  private static String name(String key) {
    return key.startsWith("spark.") ? key : HADOOP + key;
  }
}
