package io.facesweep.settings;

import java.io.Serializable;

/**
 * Score distillation in one phase. Keys: {@code guidance.*} for both phases; {@code
 * geometry.guidance.*} and {@code texture.guidance.*} replace single keys of it for one phase. A
 * record holds what results.
 *
 * @param scale classifier-free guidance scale s, from 0; default 100 (DreamFusion, FaceG2E)
 * @param form how s is applied; default {@code dreamfusion}
 * @param timestep schedule of the timestep over the phase; default {@code linear} (FaceG2E)
 * @param tMax largest timestep as a fraction of T, in (0, 1]; default 0.98
 * @param tMin smallest timestep as a fraction of T, in [0, 1), below tMax; default 0.02
 * @param dreamtime weights of the {@code dreamtime} schedule; unused by the others
 * @param clipNorm largest L2 norm of one trial's gradient with respect to z, which is scaled down
 *     to it; 0, the default, is off
 * @param posterior mean or sample of the VAE's posterior in image-space steps; default {@code
 *     sample} (FaceG2E's code)
 * @param negativePrompt the text of the unconditional half; default empty
 * @param weighting w(t); default {@code 1-alphas-cumprod} (DreamFusion)
 * @param nonFiniteLimit number of steps of the phase whose gradient may hold NaN or infinity (they
 *     are counted, and those values zeroed) before the trial fails; 0 fails at the first; default
 *     10. Ours.
 */
public record GuidanceSettings(
    double scale,
    GuidanceForm form,
    TimestepSchedule timestep,
    double tMax,
    double tMin,
    DreamtimeSettings dreamtime,
    double clipNorm,
    Posterior posterior,
    String negativePrompt,
    Weighting weighting,
    int nonFiniteLimit)
    implements Serializable {}
