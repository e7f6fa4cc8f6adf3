package io.facesweep.settings;

import java.io.Serializable;

/** Asynchronous score distillation. */
public record AsdSettings(
    @Setting(
            doc = "shift of the second timestep, of t - t-min",
            min = 0,
            max = 10,
            byDefault = "0.1",
            source = "ScaleDreamer",
            addedLater = true)
        double shift,
    @Setting(
            doc = "whether the shift is drawn, uniform from 0 to that",
            byDefault = "true",
            source = "ScaleDreamer",
            addedLater = true)
        boolean drawn)
    implements Serializable {}
