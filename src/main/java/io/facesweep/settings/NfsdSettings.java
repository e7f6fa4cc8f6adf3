package io.facesweep.settings;

import java.io.Serializable;

/** Noise-free score distillation. */
public record NfsdSettings(
    @Setting(
            doc =
                "timesteps below it, fraction of T, take the domain's direction without the"
                    + " negative text",
            min = 0,
            max = 1,
            byDefault = "0.2",
            source = "NFSD",
            addedLater = true)
        double threshold)
    implements Serializable {}
