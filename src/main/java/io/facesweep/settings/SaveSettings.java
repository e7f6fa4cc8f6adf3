package io.facesweep.settings;

import java.io.Serializable;

/**
 * What a trial saves beside its numbers, keys {@code run.save.*}.
 *
 * @param views fixed views, at equal azimuths from 0, 1 to 64; default 8
 * @param viewResolution their side in pixels, multiple of 8; default 512
 * @param animation of each phase; default {@code gif}
 * @param animationFrames frames of one animation, from 2; default 40
 */
public record SaveSettings(int views, int viewResolution, Animation animation, int animationFrames)
    implements Serializable {}
