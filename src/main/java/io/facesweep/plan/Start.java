package io.facesweep.plan;

import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import java.io.Serializable;

/**
 * What trials have before their first step: a head, and its texture where they have one. It is
 * measured once for all the trials that begin there.
 *
 * @param id 32 hexadecimal digits, of everything that determines what is measured of it, apart from
 *     the instrument
 * @param promptText what its measures ask the diffusion model of
 * @param seed of the first trial that has it; of account only where the texture starts at noise
 * @param settings those of the first trial that has it; what does not concern its start may differ
 *     in others
 * @param models to measure with
 */
public record Start(
    String id, String promptText, long seed, TrialSettings settings, ModelSettings models)
    implements Serializable {
  /** Returns the start as another version calls it. */
  public Start withId(String other) {
    return new Start(other, promptText, seed, settings, models);
  }
}
