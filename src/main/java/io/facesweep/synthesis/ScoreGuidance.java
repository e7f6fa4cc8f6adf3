package io.facesweep.synthesis;

import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.Weighting;

/**
 * How one item of a batch is guided.
 *
 * @param form how the scale is applied
 * @param scale classifier-free guidance scale, from 0
 * @param weighting w(t)
 */
public record ScoreGuidance(GuidanceForm form, double scale, Weighting weighting) {}
