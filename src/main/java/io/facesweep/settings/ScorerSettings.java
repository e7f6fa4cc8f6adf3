package io.facesweep.settings;

import io.facesweep.settings.Setting.Text;
import java.io.Serializable;
import java.util.List;

/**
 * A net of the user's that judges renders, keys {@code metrics.scorers.NAME.*}.
 *
 * @param better which end its numbers' effects are judged by; of no account to what it says
 */
public record ScorerSettings(
    @Setting(
            doc = "TorchScript file, whose code runs: use what you trust",
            text = Text.PLACE,
            otherwise = "required")
        String file,
    @Setting(
            doc = "side of the pictures that it takes",
            unit = "pixels",
            min = 8,
            max = 2048,
            otherwise = "required")
        int size,
    @Setting(
            doc = "subtracted from each channel of [0, 1]",
            min = -1000,
            max = 1000,
            byDefault = "[0, 0, 0]")
        List<Double> mean,
    @Setting(
            doc = "each channel is then divided by",
            above = 0,
            max = 1000,
            byDefault = "[1, 1, 1]")
        List<Double> std,
    @Setting(doc = "which renders it is shown", byDefault = "textured") Input input,
    @Setting(doc = "which end of its numbers is better", byDefault = "higher") Better better)
    implements Serializable {
  /** Channels of a picture: red, green, blue. */
  public static final int CHANNELS = 3;

  /** Which renders a scorer is shown. */
  public enum Input implements Choice {
    /** The texture as it is, without light. */
    TEXTURED,
    /** The bare shape, lit from above. */
    GREY
  }

  /** Which end of a scorer's numbers is better. */
  public enum Better implements Choice {
    HIGHER,
    LOWER
  }

  public ScorerSettings {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
