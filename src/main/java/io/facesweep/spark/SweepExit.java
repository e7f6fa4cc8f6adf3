package io.facesweep.spark;

/** Exit codes of a sweep's process. */
public enum SweepExit {
  /** Every trial is done. */
  DONE(0),
  /** A defect of FaceSweep. */
  DEFECT(1),
  /** Something that the user can mend: configuration, checkpoints, output, cluster. */
  BAD_INPUT(2),
  /** The sweep came to its end, and some trials failed or were not run. */
  TRIALS_FAILED(3);

  private final int code;

  SweepExit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
