package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * The light of one phase's renders, keys {@code geometry.light.*} and {@code texture.light.*}.
 *
 * @param mode default {@code presets} for geometry (FaceG2E), {@code ambient} for texture, whose
 *     renders are then unlit albedo
 * @param presets which of the 16 presets may be drawn, distinct indices 0 to 15; default all; used
 *     by mode {@code presets} only
 * @param intensity the light's coefficients are multiplied by this, positive; default 1
 */
public record LightSettings(LightMode mode, List<Integer> presets, double intensity)
    implements Serializable {
  public LightSettings {
    presets = List.copyOf(presets);
  }
}
