package io.facesweep.settings;

import java.io.Serializable;

/**
 * Score distillation in one phase. Keys: {@code guidance.*} for both phases; {@code
 * geometry.guidance.*} and {@code texture.guidance.*} replace single keys of it for one phase. A
 * record holds what results.
 */
public record GuidanceSettings(
    @Setting(
            doc = "classifier-free guidance scale s",
            min = 0,
            max = 10_000,
            byDefault = "100",
            source = "DreamFusion, FaceG2E")
        double scale,
    @Setting(
            doc = "uncond + s (cond - uncond), or conditional: cond + s (cond - uncond)",
            byDefault = "dreamfusion")
        GuidanceForm form,
    @Setting(
            doc = "falls linearly, drawn uniformly, or falls by DreamTime's weights",
            byDefault = "linear",
            source = "FaceG2E")
        TimestepSchedule timestep,
    @Setting(doc = "largest timestep, fraction of T", above = 0, max = 1, byDefault = "0.98")
        double tMax,
    @Setting(doc = "smallest timestep, fraction of T", min = 0, below = 1, byDefault = "0.02")
        double tMin,
    @Block(usedWhen = "timestep = dreamtime", identity = Block.Form.LIST)
        DreamtimeSettings dreamtime,
    @Setting(
            doc = "largest L2 norm of the gradient at z; 0 is off",
            min = 0,
            max = 1e9,
            byDefault = "0")
        double clipNorm,
    @Setting(
            doc = "mean or sample of the VAE's posterior",
            byDefault = "sample",
            source = "FaceG2E's code")
        Posterior posterior,
    @Setting(
            doc = "text of the unconditional half; {prompt} stands for the trial's prompt",
            byDefault = "\"\"")
        String negativePrompt,
    @Setting(doc = "the weight w(t)", byDefault = "\"1-alphas-cumprod\"", source = "DreamFusion")
        Weighting weighting,
    @Setting(
            doc = "steps of a phase whose gradient may be NaN or infinite before the trial fails",
            min = 0,
            max = 1_000_000,
            byDefault = "10")
        int nonFiniteLimit,
    @Setting(
            doc = "largest absolute value in the gradient at z, before clip-norm; 0 is off",
            min = 0,
            max = 1e9,
            byDefault = "0",
            addedLater = true)
        double clipValue)
    implements Serializable {}
