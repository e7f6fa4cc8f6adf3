package io.facesweep.config;

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
    implements Serializable {

  /** The defaults: what an empty file gives. */
  public static TrialSettings defaults() {
    return parse("");
  }

  /**
   * Reads settings as they stand inside a configuration's {@code trial} block, e.g. {@code
   * "texture.steps = 4, phases = joint"}.
   *
   * @throws io.facesweep.UserException naming every unknown key, wrong value and impossible
   *     combination at once
   */
  public static TrialSettings parse(String hocon) {
    return TrialValues.parse(hocon).settings();
  }
}
