package io.facesweep.guidance;

import io.facesweep.settings.GuidanceForm;

/**
 * Classifier-free guidance of one item of a batch.
 *
 * @param form which formula the scale is of
 * @param scale 0 or more; around 7.5 to draw images, 100 to distil
 */
public record Guidance(GuidanceForm form, double scale) {
  public Guidance {
    if (!(scale >= 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid guidance scale: " + scale + " (expected a finite number of at least 0)");
    }
  }

  /** The scale in DreamFusion's form. */
  public double effectiveScale() {
    return form.effectiveScale(scale);
  }
}
