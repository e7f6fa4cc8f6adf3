package io.facesweep.settings;

import java.io.Serializable;

/**
 * Where the cameras of one phase stand, keys {@code views.geometry.*} and {@code views.texture.*};
 * one view is drawn at each step. The preset is what the file names: its values, where replaced,
 * are those beside it.
 */
public record ViewSampling(
    @Setting(doc = "a named view distribution", byDefault = "paper", identity = Setting.NOT_PART)
        ViewPreset preset,
    @Setting(
            doc = "degrees, positive from above",
            min = -90,
            max = 90,
            defaultOf = "preset",
            otherwise = "the preset's")
        Sampling elevation,
    @Setting(
            doc = "degrees, 0 the front, +90 from +X",
            min = -360,
            max = 360,
            defaultOf = "preset",
            otherwise = "the preset's")
        Sampling azimuth,
    @Setting(
            doc = "added to the camera distance",
            min = 0,
            max = 1000,
            defaultOf = "preset",
            otherwise = "the preset's")
        Sampling distanceOffset)
    implements Serializable {}
