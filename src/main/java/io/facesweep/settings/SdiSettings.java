package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/** Score distillation by inversion. */
public record SdiSettings(
    @Setting(
            doc = "steps of an inversion from 0 to T",
            min = 1,
            max = 100,
            byDefault = "10",
            source = "SDI",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        int inversionSteps,
    @Setting(
            doc = "guidance scale of the inversion, in the form of guidance.form",
            min = -10_000,
            max = 10_000,
            byDefault = "-7.5",
            source = "SDI, with form = conditional",
            addedLater = true)
        double inversionScale,
    @Setting(
            doc = "how much new noise each step of the inversion has",
            min = 0,
            max = 1,
            byDefault = "0.3",
            source = "SDI",
            addedLater = true)
        double eta,
    @Setting(
            doc = "the point that was found is taken from its own noise level to that of t",
            byDefault = "false",
            source = "SDI: true in the paper, false in the code",
            addedLater = true)
        boolean remap)
    implements Serializable {}
