package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * The light of one phase's renders, keys {@code geometry.light.*} and {@code texture.light.*}. In
 * renders of texture, ambient light of intensity 1 is none: they show the albedo.
 */
public record LightSettings(
    @Setting(doc = "a preset drawn at each step, or one even light", byDefault = "presets")
        LightMode mode,
    @Setting(
            doc = "which presets may be drawn",
            min = 0,
            max = 15,
            minSize = 1,
            distinct = true,
            byDefault = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]",
            usedWhen = "mode = presets")
        List<Integer> presets,
    @Setting(doc = "factor on the light", above = 0, max = 100, byDefault = "1") double intensity,
    @Setting(
            doc = "what presets stand still with",
            byDefault = "camera",
            usedWhen = "mode = presets",
            addedLater = true)
        LightFrame frame,
    @Setting(
            doc = "which lights the presets are: one from a direction each, or those of FaceG2E",
            byDefault = "directional",
            usedWhen = "mode = presets",
            addedLater = true)
        LightSet set)
    implements Serializable {
  public LightSettings {
    presets = List.copyOf(presets);
  }
}
