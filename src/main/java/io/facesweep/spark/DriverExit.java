package io.facesweep.spark;

import org.apache.spark.SparkUserAppException;

/** Ends the process of a command with its exit code, wherever that process runs. */
public final class DriverExit {
  private DriverExit() {}

  /**
   * Ends this process. In YARN's application master, which takes any {@link System#exit} of ours
   * for a failure, it returns or throws instead: the master then ends with the code.
   *
   * @throws SparkUserAppException for the application master
   */
  public static void exit(int code) throws SparkUserAppException {
    if (!isApplicationMaster(
        System.getProperty("spark.master", ""),
        System.getProperty("spark.submit.deployMode", ""))) {
      // does not return while the process is ending by a signal, whose code then counts
      System.exit(code);
    }
    if (code != 0) {
      throw new SparkUserAppException(code, null);
    }
  }

  /** Whether the driver runs in a container of YARN. */
  static boolean isApplicationMaster(String master, String deployMode) {
    return master.startsWith("yarn") && deployMode.equals("cluster");
  }
}
