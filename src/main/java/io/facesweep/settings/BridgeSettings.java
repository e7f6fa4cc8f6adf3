package io.facesweep.settings;

import java.io.Serializable;

/** The text that the bridge starts from. */
public record BridgeSettings(
    @Setting(
            doc = "the source text: the prompt with its flaws",
            text = Setting.Text.TEMPLATE,
            byDefault =
                "\"{prompt}, oversaturated, smooth, pixelated, cartoon, foggy, hazy, blurry, bad"
                    + " structure, noisy, malformed\"",
            source = "SDS-Bridge's code",
            addedLater = true)
        String source)
    implements Serializable {}
