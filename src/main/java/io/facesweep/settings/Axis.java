package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * A setting that a sweep varies.
 *
 * @param key dotted key inside {@code trial}, e.g. {@code texture.depth-control}, or of a model,
 *     e.g. {@code models.diffusion}
 * @param levels its values, at least one, distinct, in the order of the file
 */
public record Axis(String key, List<Level> levels) implements Serializable {
  public Axis {
    levels = List.copyOf(levels);
  }
}
