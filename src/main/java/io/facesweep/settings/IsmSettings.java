package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/**
 * Interval score matching. Timesteps are those of a model with 1000 of them; scaled by T / 1000 for
 * others.
 */
public record IsmSettings(
    @Setting(
            doc = "the interval t - s, timesteps of 1000",
            min = 1,
            max = 1000,
            byDefault = "50",
            source = "LucidDreamer",
            addedLater = true)
        int interval,
    @Setting(
            doc = "from one point of the inversion to the next, timesteps of 1000",
            min = 1,
            max = 1000,
            byDefault = "200",
            source = "LucidDreamer",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        int stride,
    @Setting(
            doc = "most steps of the inversion before s",
            min = 0,
            max = 1000,
            byDefault = "5",
            source = "LucidDreamer",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        int inversionSteps,
    @Setting(
            doc = "ControlNets take part in the inversion too, not in the last prediction alone",
            byDefault = "true",
            source = "LucidDreamer: false",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        boolean controlledInversion)
    implements Serializable {}
