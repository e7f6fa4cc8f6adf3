package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;
import java.util.function.UnaryOperator;

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
            doc = "prompts name the view: \", front view\" ...; false is views.conditioning = none",
            byDefault = "true",
            source = "FaceG2E",
            shapes = Shapes.IF_PERP_NEG)
        boolean viewDependentPrompts,
    @Block GeometrySettings geometry,
    @Block(usedWhen = "phases != geometry-only") TextureSettings texture,
    @Block ViewSettings views)
    implements Serializable {
  /** Every setting of a trial. */
  public static final Declarations<TrialSettings> DECLARED = Declarations.of(TrialSettings.class);

  /** Either of the two settings that turn views off turns off both. */
  public TrialSettings {
    viewDependentPrompts &= views.conditioning() != ViewConditioning.NONE;
    views = viewDependentPrompts ? views : views.unconditioned();
  }

  /**
   * Steps of the phase that makes the texture. Joint optimisation takes as many as both phases, so
   * that it asks the diffusion model as often as they do.
   */
  public int textureSteps() {
    return phases == Phases.JOINT ? geometry.steps() + texture.steps() : texture.steps();
  }

  /**
   * How many of these, first, are in latent space: none of joint optimisation, which is lit, and
   * none where texels are optimised themselves.
   */
  public int latentSteps() {
    boolean hasLatents = texture.parameter() == TextureParameter.LATENT;
    return phases != Phases.JOINT && hasLatents ? texture.latentSteps() : 0;
  }

  /** Whether some steps decode the texture: those after the ones in latent space. */
  public boolean hasImageSteps() {
    return latentSteps() < textureSteps();
  }

  /** The same where only the phase runs that makes the texture, alone or with the geometry. */
  public TrialSettings withTexturePhase() {
    return withPhases(phases == Phases.JOINT ? Phases.JOINT : Phases.TEXTURE_ONLY);
  }

  /**
   * The same where images lie elsewhere.
   *
   * @param place of an image by its name in these settings
   */
  public TrialSettings withImages(UnaryOperator<String> place) {
    return DECLARED.make(
        declared ->
            declared.isImage() ? place.apply((String) declared.value(this)) : declared.value(this));
  }

  /** The same with other phases. */
  public TrialSettings withPhases(Phases others) {
    return others == phases
        ? this
        : new TrialSettings(others, viewDependentPrompts, geometry, texture, views);
  }
}
