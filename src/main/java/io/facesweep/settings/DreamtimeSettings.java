package io.facesweep.settings;

import java.io.Serializable;

/**
 * The weight function of DreamTime (arXiv 2306.12422, eq. 7): a plateau between m2 and m1 with
 * Gaussian flanks. All in timesteps of a model with 1000 of them; scaled by T / 1000 for others.
 */
public record DreamtimeSettings(
    @Setting(
            doc = "upper end of DreamTime's plateau, of 1000",
            min = 0,
            max = 1000,
            byDefault = "800")
        double m1,
    @Setting(
            doc = "lower end of DreamTime's plateau, of 1000",
            min = 0,
            max = 1000,
            byDefault = "500")
        double m2,
    @Setting(doc = "width of the flank above m1", above = 0, max = 10_000, byDefault = "300")
        double s1,
    @Setting(doc = "width of the flank below m2", above = 0, max = 10_000, byDefault = "500")
        double s2)
    implements Serializable {}
