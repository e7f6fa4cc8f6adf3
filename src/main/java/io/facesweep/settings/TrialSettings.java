package io.facesweep.settings;

import java.io.Serializable;

/**
 * Everything that is set for one trial, keys {@code trial.*}; each of them may be an axis of a
 * sweep. Immutable, resolved: what a phase uses stands in that phase's block.
 *
 * @param phases which phases run; default {@code decoupled}
 * @param viewDependentPrompts whether prompts name the view (", front view" ...), in both phases;
 *     default true (FaceG2E)
 * @param geometry the geometry phase
 * @param texture the texture phase
 * @param views cameras of both
 */
public record TrialSettings(
    Phases phases,
    boolean viewDependentPrompts,
    GeometrySettings geometry,
    TextureSettings texture,
    ViewSettings views)
    implements Serializable {}
