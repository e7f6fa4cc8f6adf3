package io.facesweep.settings;

import java.io.Serializable;

/**
 * The weight function of DreamTime (arXiv 2306.12422, eq. 7): a plateau between m2 and m1 with
 * Gaussian flanks. All in timesteps of a model with 1000 of them; scaled by T / 1000 for others.
 *
 * @param m1 upper end of the plateau; default 800
 * @param m2 lower end of the plateau, below m1; default 500
 * @param s1 width of the flank above m1, positive; default 300
 * @param s2 width of the flank below m2, positive; default 500
 */
public record DreamtimeSettings(double m1, double m2, double s1, double s2)
    implements Serializable {}
