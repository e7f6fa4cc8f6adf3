package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/** A ControlNet that sees the lines of the face. */
public record LandmarkControl(
    @Setting(
            doc = "a landmark ControlNet sees the lines of the face, as MediaPipe draws them",
            byDefault = "false",
            model = ModelRole.LANDMARK_CONTROLNET,
            modelIdentity = "controlnet",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        boolean on,
    @Setting(
            doc = "conditioning scale of the landmark ControlNet",
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
        int end)
    implements Serializable {}
