package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/**
 * The weights of classifier score distillation, w (w1 (c - u) + w2 (u - n) + w3 u + w4 eps); all
 * but the first two terms are of its code.
 */
public record CsdSettings(
    @Setting(
            doc = "w1, of the prompt against no prompt",
            min = 0,
            max = 10_000,
            byDefault = "1",
            source = "CSD",
            addedLater = true)
        double promptWeight,
    @Setting(
            doc = "w2 at the first step, of no prompt against the negative one; 0 is off",
            min = 0,
            max = 10_000,
            byDefault = "0",
            source = "CSD",
            shapes = Shapes.IF_POSITIVE,
            addedLater = true)
        double negativeWeight,
    @Setting(
            doc = "w2 at the last step; linear between",
            min = 0,
            max = 10_000,
            byDefault = "0",
            source = "CSD",
            shapes = Shapes.IF_POSITIVE,
            addedLater = true)
        double negativeWeightEnd,
    @Setting(
            doc = "w3, of no prompt alone",
            min = -10_000,
            max = 10_000,
            byDefault = "0",
            addedLater = true)
        double nullWeight,
    @Setting(
            doc = "w4, of the step's noise",
            min = -10_000,
            max = 10_000,
            byDefault = "0",
            addedLater = true)
        double noiseWeight)
    implements Serializable {}
