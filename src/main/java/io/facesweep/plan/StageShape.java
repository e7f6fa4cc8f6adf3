package io.facesweep.plan;

import io.facesweep.settings.GeometryRender;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.Phases;
import io.facesweep.settings.Posterior;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What stages must have in common to run in lockstep as one batch, and what their cost depends on.
 * Everything else, from prompts to rates and weights, is a vector over the batch.
 *
 * @param kind geometry or texture
 * @param phases {@code decoupled} for stages of a phase of its own, {@code joint} for joint
 *     optimisation
 * @param steps of the phase
 * @param latentSteps how many of them are in latent space; 0 for geometry
 * @param resolution side of the texture in texels; 0 for geometry
 * @param renderResolution side of the renders in pixels
 * @param encodeResolution side of the VAE's input in pixels
 * @param render what a geometry step shows; {@code grey} for texture stages
 * @param optimizer of the stage's parameters; of the latents for joint stages
 * @param coefficientOptimizer of the coefficients of joint stages, else null
 * @param posterior of the VAE
 * @param depthControl whether a depth ControlNet runs
 * @param prior which texture prior runs
 * @param priorYuv whether its YUV twin runs too
 * @param textureLosses whether symmetry or smoothness losses are computed
 * @param wrap whether latents wrap around
 */
public record StageShape(
    StageKind kind,
    Phases phases,
    int steps,
    int latentSteps,
    int resolution,
    int renderResolution,
    int encodeResolution,
    GeometryRender render,
    OptimizerKind optimizer,
    @Nullable OptimizerKind coefficientOptimizer,
    Posterior posterior,
    boolean depthControl,
    TexturePrior prior,
    boolean priorYuv,
    boolean textureLosses,
    boolean wrap)
    implements Serializable {

  /** The shape of a trial's geometry stage. */
  public static StageShape geometry(TrialSettings trial) {
    GeometrySettings geometry = trial.geometry();
    return new StageShape(
        StageKind.GEOMETRY,
        Phases.DECOUPLED,
        geometry.steps(),
        0,
        0,
        geometry.resolution(),
        geometry.encodeResolution(),
        geometry.render(),
        geometry.optimizer().kind(),
        null,
        geometry.guidance().posterior(),
        false,
        TexturePrior.NONE,
        false,
        false,
        false);
  }

  /** The shape of a trial's texture stage, or of its joint one. */
  public static StageShape texture(TrialSettings trial) {
    TextureSettings texture = trial.texture();
    GuidanceSettings guidance = texture.guidance();
    boolean joint = trial.phases() == Phases.JOINT;
    boolean prior = texture.prior() == TexturePrior.TEXTURE_UNET;
    return new StageShape(
        StageKind.TEXTURE,
        joint ? Phases.JOINT : Phases.DECOUPLED,
        texture.steps(),
        texture.latentSteps(),
        texture.resolution(),
        texture.renderResolution(),
        texture.renderResolution(),
        GeometryRender.GREY,
        texture.optimizer().kind(),
        joint ? trial.geometry().optimizer().kind() : null,
        guidance.posterior(),
        texture.depthControl(),
        texture.prior(),
        prior && texture.priorYuv(),
        texture.symmetryWeight() > 0 || texture.smoothnessWeight() > 0,
        texture.wrap());
  }

  /**
   * A rough measure of the work of one stage of this shape: steps x pixels of the net's input,
   * weighted by how many nets look at them. Only good for comparing shapes.
   */
  public double work() {
    double nets =
        1 + (depthControl ? 0.4 : 0) + (prior == TexturePrior.NONE ? 0 : 1.4) + (priorYuv ? 1 : 0);
    double imageSteps = steps - latentSteps;
    double vae = 4.0 * imageSteps + (kind == StageKind.TEXTURE ? 8.0 * imageSteps : 0);
    return (steps * nets + vae) * encodeResolution * encodeResolution;
  }
}
