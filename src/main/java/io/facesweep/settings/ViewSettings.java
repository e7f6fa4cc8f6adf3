package io.facesweep.settings;

import java.io.Serializable;

/**
 * Cameras, keys {@code views.*}. The camera looks at the origin, where a face of bounding radius 1
 * stands.
 *
 * @param geometry sampling of the geometry phase
 * @param texture sampling of the texture phase, and of joint optimisation
 * @param distance camera distance in units of the face's bounding radius, before the offset, above
 *     1; default 10 (FaceG2E)
 * @param fov full vertical field of view in degrees, in (0, 120]; default 12.59 (FaceG2E)
 * @param background grey level behind the head, in [0, 1]; default 1, white
 */
public record ViewSettings(
    ViewSampling geometry, ViewSampling texture, double distance, double fov, double background)
    implements Serializable {}
