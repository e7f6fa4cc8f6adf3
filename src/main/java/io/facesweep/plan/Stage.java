package io.facesweep.plan;

import io.facesweep.settings.BatchKey;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One phase of one or more trials, run once for all of them.
 *
 * @param kind geometry or texture
 * @param id 32 hexadecimal digits, of everything that determines the outcome
 * @param promptText what the diffusion model is given before a view is named
 * @param seed of its random streams
 * @param settings those of the first trial that has it; what does not concern the stage may differ
 *     in others
 * @param models to compute with
 * @param shape what it shares with its batch
 * @param geometryStage id of the geometry that a texture stage stands on; null for geometry, joint
 *     and texture-only stages
 */
public record Stage(
    StageKind kind,
    String id,
    String promptText,
    long seed,
    TrialSettings settings,
    ModelSettings models,
    BatchKey shape,
    @Nullable String geometryStage)
    implements Serializable {
  /** Returns the stage as another version calls it and the geometry that it stands on. */
  public Stage withIds(String other, @Nullable String geometry) {
    return new Stage(kind, other, promptText, seed, settings, models, shape, geometry);
  }
}
