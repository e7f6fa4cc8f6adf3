package io.facesweep.settings;

import java.io.Serializable;

/** What a trial saves beside its numbers, keys {@code run.save.*}. */
public record SaveSettings(
    @Setting(doc = "fixed views, at equal azimuths", min = 1, max = 64, byDefault = "8") int views,
    @Setting(
            doc = "side of the fixed views",
            unit = "pixels",
            min = 8,
            max = 4096,
            multipleOf = 8,
            byDefault = "512")
        int viewResolution,
    @Setting(doc = "animation of each phase", byDefault = "gif") Animation animation,
    @Setting(doc = "frames of one animation", min = 2, max = 1000, byDefault = "40")
        int animationFrames)
    implements Serializable {}
