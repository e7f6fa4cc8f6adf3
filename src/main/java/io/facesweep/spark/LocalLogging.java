package io.facesweep.spark;

import java.util.List;

/**
 * Log output of a process that we started: warnings only, from a configuration beside this class.
 * Under spark-submit, or with a configuration of the user's, it is left as it is.
 */
public final class LocalLogging {
  private static final String PROPERTY = "log4j2.configurationFile";
  private static final List<String> CONFIGURED =
      List.of(PROPERTY, "log4j.configurationFile", "SPARK_SUBMIT", "spark.master");

  private LocalLogging() {}

  /** Before the first line is logged. */
  public static void quietUnlessConfigured() {
    boolean isFree =
        CONFIGURED.stream().allMatch(name -> System.getProperty(name) == null)
            && LocalLogging.class.getResource("/log4j2.properties") == null
            && LocalLogging.class.getResource("/log4j2-test.properties") == null;
    if (isFree) {
      System.setProperty(PROPERTY, "classpath:io/facesweep/spark/log4j2-local.properties");
    }
  }
}
