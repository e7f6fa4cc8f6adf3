package io.facesweep.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trial of a stored sweep.
 *
 * @param index from 0
 * @param id of the trial
 * @param prompt as the sweep lists it
 * @param promptText what the diffusion model is given before a view is named
 * @param seed of its randomness
 * @param factors level by axis key
 * @param settings by column name, as {@link SettingsColumns} gives them
 * @param geometryStage null where it has none
 * @param textureStage null where it has none
 * @param start id of what it has before its first step; null in plans of versions that did not say
 */
public record StoredTrial(
    int index,
    String id,
    String prompt,
    String promptText,
    long seed,
    Map<String, String> factors,
    Map<String, Object> settings,
    @Nullable String geometryStage,
    @Nullable String textureStage,
    @Nullable String start) {
  /** Returns the trial with a start, in the place of none. */
  StoredTrial startingAt(@Nullable String id) {
    return new StoredTrial(
        index,
        this.id,
        prompt,
        promptText,
        seed,
        factors,
        settings,
        geometryStage,
        textureStage,
        id);
  }
}
