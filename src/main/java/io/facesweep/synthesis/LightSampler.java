package io.facesweep.synthesis;

import io.facesweep.render.LightPresets;
import io.facesweep.render.SphericalHarmonicsLight;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSettings;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Draws the light of a step: one of the presets, which turn with the camera so that no view is left
 * in the dark, or always the ambient light that shades every surface {@code intensity}.
 */
record LightSampler(LightSettings settings) {
  /**
   * Spherical-harmonics coefficients [9, 3] on the CPU.
   *
   * @param azimuth of the step's camera, degrees
   */
  Tensor draw(RandomStream random, double azimuth) {
    return light(random, azimuth).mul(settings.intensity());
  }

  private Tensor light(RandomStream random, double azimuth) {
    if (settings.mode() == LightMode.AMBIENT) {
      return ambient();
    }
    List<Integer> presets = settings.presets();
    return LightPresets.light(presets.get(random.scalars().nextInt(presets.size())), azimuth);
  }

  /** Radiance 1 from everywhere, which shades everything 1. */
  static Tensor ambient() {
    float[] light = new float[3 * SphericalHarmonicsLight.COEFFICIENTS];
    for (int channel = 0; channel < 3; channel++) {
      light[channel] = (float) Math.sqrt(4 * Math.PI);
    }
    return Tensor.of(light, SphericalHarmonicsLight.COEFFICIENTS, 3);
  }
}
