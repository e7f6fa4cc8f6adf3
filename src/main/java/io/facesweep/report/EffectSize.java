package io.facesweep.report;

import io.facesweep.tables.EffectRow;

/** How large a difference is beside what it is a difference of. */
final class EffectSize {
  private EffectSize() {}

  /** Returns the difference as a share of the mean at the baseline; NaN where that is 0. */
  static double relative(EffectRow row) {
    double baseline = Math.abs(row.estimate().baselineMean());
    return baseline > 0 ? row.estimate().difference() / baseline : Double.NaN;
  }

  /**
   * Returns the difference in standard deviations of the units' own differences (Cohen's d of
   * pairs); NaN where they do not vary.
   */
  static double standardised(EffectRow row) {
    double spread = row.sample().spread().amongUnits();
    return spread > 0 ? row.estimate().difference() / spread : Double.NaN;
  }
}
