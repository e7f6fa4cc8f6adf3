package io.facesweep.settings;

import java.io.Serializable;

/**
 * Cameras, keys {@code views.*}. The camera looks at the origin, where a face of bounding radius 1
 * stands. Joint optimisation draws its views as the texture phase does.
 */
public record ViewSettings(
    @Block(usedWhen = "phases = decoupled | geometry-only", identity = Block.Form.INLINE)
        ViewSampling geometry,
    @Block(
            usedWhen = "phases != geometry-only",
            identity = Block.Form.INLINE,
            defaults = "preset = code-texture")
        ViewSampling texture,
    @Setting(
            doc = "camera distance, in radii of the face",
            above = 1,
            max = 1000,
            byDefault = "6.7",
            source = "FaceG2E: 10, where heads reach 1.5")
        double distance,
    @Setting(
            doc = "full vertical field of view",
            unit = "degrees",
            above = 0,
            max = 120,
            byDefault = "12.59",
            source = "FaceG2E")
        double fov,
    @Setting(doc = "grey level behind the head", min = 0, max = 1, byDefault = "1")
        double background,
    @Setting(
            doc = "how prompts name the view: \", front view\", or \" from the front view\"",
            byDefault = "view",
            usedWhen = "view-dependent-prompts = true",
            addedLater = true)
        ViewWords words,
    @Setting(
            doc = "azimuth up to which a view is the front",
            unit = "degrees",
            min = 0,
            max = 180,
            byDefault = "45",
            source = "FaceG2E's code",
            usedWhen = "view-dependent-prompts = true",
            addedLater = true)
        double frontAngle,
    @Setting(
            doc = "azimuth beyond which a view is the back; 180: none is",
            unit = "degrees",
            min = 0,
            max = 180,
            byDefault = "135",
            source = "FaceG2E's code",
            usedWhen = "view-dependent-prompts = true",
            addedLater = true)
        double backAngle,
    @Setting(
            doc = "elevation beyond which a view is overhead; 90: none is",
            unit = "degrees",
            min = 0,
            max = 90,
            byDefault = "90",
            usedWhen = "view-dependent-prompts = true",
            addedLater = true)
        double overheadAngle)
    implements Serializable {}
