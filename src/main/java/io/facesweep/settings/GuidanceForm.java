package io.facesweep.settings;

/** How classifier-free guidance combines the two noise predictions. */
public enum GuidanceForm implements Choice {
  /**
   * {@code uncond + s (cond - uncond)}: DreamFusion, arXiv 2209.14988, and Ho and Salimans, arXiv
   * 2207.12598.
   */
  DREAMFUSION,
  /** {@code cond + s (cond - uncond)}, an effective scale of s + 1: the code of FaceG2E. */
  CONDITIONAL;

  /** The scale of {@code uncond + scale (cond - uncond)} that this form's {@code s} stands for. */
  public double effectiveScale(double s) {
    return this == CONDITIONAL ? s + 1 : s;
  }
}
