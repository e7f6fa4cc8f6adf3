package io.facesweep.guidance;

import io.facesweep.settings.GuidanceSettings;
import io.facesweep.tensor.RandomStream;

/**
 * What a loss knows of one item of a batch beside the query.
 *
 * @param settings of the item's phase
 * @param progress of the phase, from 0 at its first step to 1 at its last
 * @param random of the step and the purpose
 */
public record LossItem(GuidanceSettings settings, double progress, RandomStream random) {}
