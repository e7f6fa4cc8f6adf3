package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/** A ControlNet that sees the edges of a grey render. */
public record CannyControl(
    @Setting(
            doc = "a Canny ControlNet sees the edges of a grey render of the view",
            byDefault = "false",
            model = ModelRole.CANNY_CONTROLNET,
            modelIdentity = "controlnet",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        boolean on,
    @Setting(
            doc = "conditioning scale of the Canny ControlNet of renders",
            min = 0,
            max = 10,
            byDefault = "1",
            usedWhen = "on = true",
            addedLater = true)
        double scale,
    @Setting(
            doc = "the step of the phase from which it is off; 0 is never",
            min = 0,
            max = 1_000_000,
            byDefault = "0",
            usedWhen = "on = true",
            addedLater = true)
        int end,
    @Setting(
            doc = "a gradient of 8-bit levels above which a pixel joins an edge",
            min = 0,
            max = 2000,
            byDefault = "50",
            usedWhen = "on = true",
            addedLater = true)
        int low,
    @Setting(
            doc = "a gradient above which a pixel starts an edge; at least low",
            min = 0,
            max = 2000,
            byDefault = "100",
            usedWhen = "on = true",
            addedLater = true)
        int high)
    implements Serializable {}
