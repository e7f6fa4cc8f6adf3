package io.facesweep.analysis;

import io.facesweep.tables.Conclusion;
import io.facesweep.tables.EffectRow;
import java.util.List;

/**
 * An effect with the differences that it is the mean of.
 *
 * @param row as the table of effects has it
 * @param units one a prompt, or one a seed where there is one prompt
 */
public record Effect(EffectRow row, List<Unit> units) {
  /**
   * What one independent unit says.
   *
   * @param name the prompt, or {@code seed 3}
   * @param difference mean over its pairs
   */
  public record Unit(String name, double difference) {}

  /** Returns the effect with another conclusion. */
  Effect concluded(Conclusion conclusion) {
    return new Effect(row.concluded(conclusion), units);
  }
}
