package io.facesweep.guidance;

/** How a guidance scale s weighs the prediction with the prompt against that without. */
public enum GuidanceForm {
  /** {@code u + s (c - u)}: Ho and Salimans 2022 as DreamFusion writes it (arXiv 2209.14988). */
  DREAMFUSION(0),
  /** {@code c + s (c - u)}: FaceG2E's and threestudio's code. DreamFusion's with scale s + 1. */
  CONDITIONAL(1);

  private final double extra;

  GuidanceForm(double extra) {
    this.extra = extra;
  }

  /** The scale of {@code u + scale (c - u)} that this form's {@code s} stands for. */
  public double effectiveScale(double s) {
    return s + extra;
  }
}
