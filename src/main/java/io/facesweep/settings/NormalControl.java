package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/** A ControlNet that sees the head's normals. */
public record NormalControl(
    @Setting(
            doc = "a normal ControlNet sees the view's normals",
            byDefault = "false",
            model = ModelRole.NORMAL_CONTROLNET,
            modelIdentity = "controlnet",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        boolean on,
    @Setting(
            doc = "conditioning scale of the normal ControlNet",
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
            doc =
                "whose axes its normals are shown in; the camera's with red to the left, as"
                    + " ControlNet's models were shown them",
            byDefault = "camera",
            usedWhen = "on = true",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        NormalFrame frame)
    implements Serializable {}
