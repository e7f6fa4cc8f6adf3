package io.facesweep.synthesis;

import io.facesweep.render.FaceG2ELights;
import io.facesweep.render.LightPresets;
import io.facesweep.render.SphericalHarmonicsLight;
import io.facesweep.settings.LightFrame;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSet;
import io.facesweep.settings.LightSettings;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Draws the light of a step: one of the presets, which stand still with the camera or the head, or
 * always the ambient light that shades every surface {@code intensity}.
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
      return Tensor.of(SphericalHarmonicsLight.even(1), SphericalHarmonicsLight.COEFFICIENTS, 3);
    }
    List<Integer> presets = settings.presets();
    int preset = presets.get(random.scalars().nextInt(presets.size()));
    double turn = settings.frame() == LightFrame.CAMERA ? azimuth : 0;
    return settings.set() == LightSet.FACEG2E
        ? FaceG2ELights.light(preset, turn)
        : LightPresets.light(preset, turn);
  }
}
