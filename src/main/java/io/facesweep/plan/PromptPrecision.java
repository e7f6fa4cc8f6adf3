package io.facesweep.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stage's own prompt has a lower error than its rivals in a sweep. Stages are shared by
 * sweeps with other prompts, so each sweep asks again.
 */
public final class PromptPrecision {
  private PromptPrecision() {}

  /**
   * 1 if the own prompt's error is the lowest, else 0.
   *
   * @param errors by prompt, as the stage was asked about them
   * @param prompts of the sweep, in order
   * @return null if there are no rivals, or the stage was not asked about one of them
   */
  public static @Nullable Double of(Map<String, Double> errors, List<String> prompts, String own) {
    Double error = errors.get(own);
    List<String> rivals = RivalPrompts.of(prompts, own);
    if (error == null || rivals.isEmpty()) {
      return null;
    }
    boolean isLowest = true;
    for (String rival : rivals) {
      Double other = errors.get(rival);
      if (other == null) {
        return null;
      }
      isLowest &= error < other;
    }
    return isLowest ? 1.0 : 0.0;
  }
}
