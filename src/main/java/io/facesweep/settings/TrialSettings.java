package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/**
 * Everything that is set for one trial, keys {@code trial.*}; each of them may be an axis of a
 * sweep. Immutable, resolved: what a phase uses stands in that phase's block.
 */
public record TrialSettings(
    @Setting(
            doc = "which phases a trial runs",
            byDefault = "decoupled",
            shapes = Shapes.BY_VALUE,
            identity = Setting.NOT_PART)
        Phases phases,
    @Setting(
            doc = "prompts name the view: \", front view\" ...",
            byDefault = "true",
            source = "FaceG2E")
        boolean viewDependentPrompts,
    @Block GeometrySettings geometry,
    @Block(usedWhen = "phases != geometry-only") TextureSettings texture,
    @Block ViewSettings views)
    implements Serializable {
  /** Every setting of a trial. */
  public static final Declarations<TrialSettings> DECLARED = Declarations.of(TrialSettings.class);

  /** The same where only the phase runs that makes the texture, alone or with the geometry. */
  public TrialSettings withTexturePhase() {
    return withPhases(phases == Phases.JOINT ? Phases.JOINT : Phases.TEXTURE_ONLY);
  }

  /** The same with other phases. */
  public TrialSettings withPhases(Phases others) {
    return others == phases
        ? this
        : new TrialSettings(others, viewDependentPrompts, geometry, texture, views);
  }
}
