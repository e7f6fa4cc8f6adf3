package io.facesweep.guidance;

import io.facesweep.diffusion.PerItem;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;

/**
 * How one item of a batch is guided.
 *
 * @param form which formula of classifier-free guidance the scale is of
 * @param scale 0 or more; around 7.5 to draw images, 100 to distil
 * @param weighting w(t) of a distillation loss
 * @param rescale how far the guided prediction is scaled back to the deviation of the prompt's own,
 *     0 to 1
 */
public record Guidance(GuidanceForm form, double scale, Weighting weighting, double rescale) {
  public Guidance {
    if (!(scale >= 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid guidance scale: " + scale + " (expected a finite number of at least 0)");
    }
    if (!(rescale >= 0 && rescale <= 1)) {
      throw new IllegalArgumentException(
          "Invalid guidance rescale: " + rescale + " (expected a number from 0 to 1)");
    }
  }

  /** Guidance that is not scaled back. */
  public Guidance(GuidanceForm form, double scale, Weighting weighting) {
    this(form, scale, weighting, 0);
  }

  /** Returns the scale in DreamFusion's form. */
  public double effectiveScale() {
    return form.effectiveScale(scale);
  }

  /**
   * Combines predictions by classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598): u +
   * s (c - u), the one place of this formula.
   *
   * @param without u [K, ...], predicted without the prompt
   * @param with c [K, ...], with it
   * @param scales s of each of the K items, in DreamFusion's form
   */
  public static Tensor combined(Tensor without, Tensor with, double[] scales) {
    return without.add(with.sub(without).mul(PerItem.of(scales, without)));
  }
}
