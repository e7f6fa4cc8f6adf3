package io.facesweep.plan;

import io.facesweep.settings.SparkSettings;

/** How many stages a batch may have. */
public final class BatchSizes {
  private static final int CPU = 4;
  private static final int GPU = 16;

  private BatchSizes() {}

  /**
   * As the configuration says; automatic: every slot gets work before batches grow.
   *
   * @param left how many stages are to run
   * @param slots how many tasks run at once
   * @param onGpu where batches may be larger
   */
  public static int of(SparkSettings settings, long left, int slots, boolean onGpu) {
    if (!settings.isAutomatic()) {
      return settings.trialsPerTask();
    }
    int most = onGpu ? GPU : CPU;
    int each = Math.max(1, slots);
    return (int) Math.max(1, Math.min(most, (left + each - 1) / each));
  }
}
