package io.facesweep.settings;

import java.io.Serializable;

/**
 * Where the cameras of one phase stand, keys {@code views.geometry.*} and {@code views.texture.*};
 * one view is drawn at each step.
 *
 * @param preset what the file names; default {@code paper} for both phases. Its values, where
 *     replaced, are those below.
 * @param elevation degrees in [-90, 90], positive from above
 * @param azimuth degrees in [-360, 360], 0 the front, +90 the camera on +X
 * @param distanceOffset camera units from 0, added to {@code views.distance}
 */
public record ViewSampling(
    ViewPreset preset, Sampling elevation, Sampling azimuth, Sampling distanceOffset)
    implements Serializable {}
