package io.facesweep.settings;

import java.util.List;
import java.util.stream.DoubleStream;

/** When a sweep ends before all of its trials have run. */
public enum StopWhen implements Choice {
  /** Never; the default. */
  NONE,
  /** When every comparison of every measure that decides is decided. */
  DECIDED;

  /**
   * Returns after how many prompts that is looked at, rising, the last all of them: half, three
   * quarters, all; none where it never is.
   */
  public List<Integer> looks(int prompts) {
    return this == NONE
        ? List.of()
        : DoubleStream.of(0.5, 0.75, 1)
            .mapToObj(part -> (int) Math.ceil(part * prompts))
            .distinct()
            .toList();
  }
}
