package io.facesweep.settings;

import java.io.Serializable;

/**
 * What ControlNets of the diffusion model see in one phase beside depth, keys {@code
 * geometry.control.*} and {@code texture.control.*}. Any of them can be on together.
 */
public record ControlSettings(
    @Block NormalControl normal, @Block LandmarkControl landmarks, @Block CannyControl canny)
    implements Serializable {}
