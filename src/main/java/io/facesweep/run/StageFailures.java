package io.facesweep.run;

import io.facesweep.store.StageError;

/** What records say of stages that gave no result, and what to do about it. */
final class StageFailures {
  private StageFailures() {}

  /** Of a stage that threw. */
  static StageError of(Throwable e) {
    if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
      return error("OutOfMemory", outOfMemory(e));
    }
    String message = e.getMessage();
    return error(
        e instanceof TimeLimit.ExceededException ? TimeLimit.NAME : e.getClass().getName(),
        message == null ? e.toString() : message);
  }

  private static String outOfMemory(Throwable e) {
    String advice =
        DeviceFault.isOfHeap(e)
            ? "raise spark.executor.memory, or -Xmx in FACESWEEP_JAVA_OPTS where a sweep runs in"
                + " one process"
            : "lower texture.resolution, texture.render-resolution or geometry.encode-resolution,"
                + " or let fewer tasks share the device";
    return "Cannot run a trial, not even alone: %s; %s".formatted(DeviceFault.reason(e), advice);
  }

  /** Of a stage that took its executor with it too often. */
  static StageError lostExecutors() {
    return error(
        "ExecutorLost",
        "%d executors were lost while it ran (out of memory, a broken GPU? see their logs)"
            .formatted(LostStages.MAX_ATTEMPTS));
  }

  /** Of a stage whose geometry the store no longer has as it was. */
  static StageError geometry(UnusableGeometryException e) {
    return error("DamagedGeometry", String.valueOf(e.getMessage()));
  }

  private static StageError error(String type, String message) {
    return new StageError(type, message, null, null);
  }
}
