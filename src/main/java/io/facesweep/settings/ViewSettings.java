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
        double background)
    implements Serializable {}
