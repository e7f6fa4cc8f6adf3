package io.facesweep.plan;

import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a sweep: a prompt, a seed and a combination of levels.
 *
 * @param index from 0, in the plan's order
 * @param id 32 hexadecimal digits; the same in every sweep that has this trial with these factors
 * @param prompt as the sweep lists it
 * @param promptText what the diffusion model is given, by the sweep's template, before a view is
 *     named
 * @param seed of all its random streams
 * @param settings of all its phases
 * @param models to compute with
 * @param factors level by axis key, in the order of the axes
 * @param geometryStage id of its geometry stage; null where it has none ({@code joint}, {@code
 *     texture-only})
 * @param textureStage id of its texture or joint stage; null for {@code geometry-only}
 * @param start id of what it has before its first step
 */
public record Trial(
    int index,
    String id,
    String prompt,
    String promptText,
    long seed,
    TrialSettings settings,
    ModelSettings models,
    Map<String, String> factors,
    @Nullable String geometryStage,
    @Nullable String textureStage,
    String start)
    implements Serializable {
  /** Returns the trial as another version calls it, its stages and its start. */
  public Trial withIds(
      String other, @Nullable String geometry, @Nullable String texture, String begun) {
    return new Trial(
        index,
        other,
        prompt,
        promptText,
        seed,
        settings,
        models,
        factors,
        geometry,
        texture,
        begun);
  }
}
