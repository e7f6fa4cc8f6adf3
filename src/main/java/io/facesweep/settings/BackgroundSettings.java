package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * What is behind the head in one phase's renders, keys {@code geometry.background.*} and {@code
 * texture.background.*}.
 */
public record BackgroundSettings(
    @Setting(
            doc = "what is behind the head: color, black, or a colour drawn at each step",
            byDefault = "fixed",
            addedLater = true)
        Background mode,
    @Setting(
            doc = "red, green and blue behind the head; []: the grey level views.background",
            min = 0,
            max = 1,
            byDefault = "[]",
            usedWhen = "mode = fixed",
            addedLater = true)
        List<Double> color)
    implements Serializable {
  /** Numbers of a colour. */
  static final int CHANNELS = 3;

  public BackgroundSettings {
    color = List.copyOf(color);
  }
}
