package io.facesweep.synthesis;

import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.RandomStream;
import java.io.Serializable;

/**
 * What one trial computes.
 *
 * @param id names the trial in results and failures, and keys its randomness together with the
 *     seed: trials of one id and seed draw the same views, lights, timesteps and noise
 * @param prompt what the face should look like, not empty, without a word for the view
 * @param seed of everything random in the trial
 * @param settings how
 */
public record TrialSpec(String id, String prompt, long seed, TrialSettings settings)
    implements Serializable {
  /**
   * @throws IllegalArgumentException on an empty id or prompt
   */
  public TrialSpec {
    require("trial id", id);
    require("prompt", prompt);
  }

  /** The trial's randomness in one phase, whose children are the steps. */
  RandomStream random(SynthesisPhase phase) {
    return RandomStream.of(id, seed).child(phase.text());
  }

  private static void require(String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("Invalid %s: blank (expected text)".formatted(name));
    }
  }
}
