package io.facesweep.settings;

import java.io.Serializable;

/**
 * How trials are measured, keys {@code metrics.*}: one instrument for a whole sweep, which no axis
 * changes. None of them changes a result, nor a stage's identity.
 */
public record MetricsSettings(
    @Setting(
            doc = "side of the renders that are measured; auto: the diffusion model's own",
            unit = "pixels",
            min = 8,
            max = 2048,
            multipleOf = 8,
            zero = "auto",
            byDefault = "auto")
        int resolution,
    @Setting(
            doc = "their camera distance, in radii of the face",
            above = 1,
            max = 1000,
            byDefault = "7")
        double distance,
    @Setting(
            doc = "their full vertical field of view",
            unit = "degrees",
            above = 0,
            max = 120,
            byDefault = "12.59")
        double fov)
    implements Serializable {

  /** True for {@code resolution = auto}. */
  public boolean isAutomatic() {
    return resolution == 0;
  }

  /** Returns the same with another resolution. */
  public MetricsSettings at(int side) {
    return new MetricsSettings(side, distance, fov);
  }
}
