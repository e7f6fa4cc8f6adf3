package io.facesweep.synthesis;

/**
 * What a run keeps besides results. None of it changes a result.
 *
 * @param snapshotEvery a snapshot is taken at the start, every so many steps and at the end; 0 for
 *     none
 * @param snapshotSize side of the snapshots in pixels, at least 8
 */
public record SynthesisOptions(int snapshotEvery, int snapshotSize) {
  /** No snapshots. */
  public static final SynthesisOptions PLAIN = new SynthesisOptions(0, 8);

  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public SynthesisOptions {
    if (snapshotEvery < 0) {
      throw new IllegalArgumentException(
          "Invalid snapshot interval: %d (expected 0 or more)".formatted(snapshotEvery));
    }
    if (snapshotSize < 8) {
      throw new IllegalArgumentException(
          "Invalid snapshot size: %d (expected at least 8 pixels)".formatted(snapshotSize));
    }
  }

  /** Whether a snapshot belongs after {@code done} of {@code steps} steps. */
  boolean wants(int done, int steps) {
    return snapshotEvery > 0 && (done % snapshotEvery == 0 || done == steps);
  }
}
