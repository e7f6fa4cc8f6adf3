package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import io.facesweep.settings.Setting.Text;
import java.io.Serializable;

/**
 * The texture phase, keys {@code texture.*}. The latent is 4 x R/f x R/f for a texture of side R
 * and a VAE of factor f; a latent-space step shows it without the VAE, in renders of {@code
 * renderResolution} / f. Texels that are optimised themselves are 3 x R x R; there is no latent
 * space then.
 */
public record TextureSettings(
    @Setting(
            doc = "steps of the phase",
            min = 1,
            max = 1_000_000,
            byDefault = "400",
            source = "FaceG2E",
            shapes = Shapes.BY_VALUE)
        int steps,
    @Setting(
            doc = "how many of them, first, in latent space",
            min = 0,
            max = 1_000_000,
            byDefault = "200",
            source = "FaceG2E: half",
            usedWhen = "phases != joint and parameter = latent",
            shapes = Shapes.BY_VALUE)
        int latentSteps,
    @Setting(
            doc = "side of the texture",
            unit = "texels",
            min = 8,
            max = 8192,
            multipleOf = 8,
            byDefault = "512",
            shapes = Shapes.BY_VALUE)
        int resolution,
    @Setting(
            doc = "side of the image-space render",
            unit = "pixels",
            min = 8,
            max = 4096,
            multipleOf = 8,
            byDefault = "512",
            shapes = Shapes.BY_VALUE)
        int renderResolution,
    @Block(general = "guidance") GuidanceSettings guidance,
    @Block(
            defaults = {
              "kind = adamw",
              "weight-decay = 0.01",
              "betas = [0.9, 0.99]",
              "eps = 1E-15",
              "decay-factor = 0.9"
            })
        OptimizerSettings optimizer,
    @Setting(
            doc = "what is optimised: the VAE's latents, or the texels themselves",
            byDefault = "latent",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        TextureParameter parameter,
    @Setting(doc = "where the texture starts", byDefault = "fixed-texture") TextureInit init,
    @Setting(
            doc = "the fixed texture: builtin:skin or an image, by path or URI",
            text = Text.PLACE,
            byDefault = "\"builtin:skin\"",
            usedWhen = "init = fixed-texture")
        String initTexture,
    @Setting(
            doc = "a depth ControlNet sees the view's depth",
            byDefault = "false",
            model = ModelRole.DEPTH_CONTROLNET,
            modelIdentity = "depth.controlnet",
            shapes = Shapes.BY_VALUE,
            identity = Setting.NOT_PART)
        boolean depthControl,
    @Setting(
            doc = "conditioning scale of the depth ControlNet",
            min = 0,
            max = 10,
            byDefault = "1",
            usedWhen = "depth-control = true",
            identity = "depth.scale")
        double depthScale,
    @Setting(
            doc = "which end of the depth is bright",
            byDefault = "near-bright",
            usedWhen = "depth-control = true",
            identity = "depth.convention")
        DepthConvention depthConvention,
    @Setting(
            doc = "the texture prior; canny is short for canny-controlnet",
            byDefault = "none",
            aliases = "canny = canny-controlnet",
            usedWhen = "prior != none",
            modelIdentity = "prior.net",
            shapes = Shapes.BY_VALUE,
            identity = "prior.kind")
        PriorKind prior,
    @Setting(
            doc = "text given to the prior; {prompt} stands for the trial's prompt",
            byDefault = "\"face texture\"",
            exception =
                "prior = texture-unet: \"a diffuse texture map of a human face in UV space\"",
            usedWhen = "prior != none",
            identity = "prior.prompt")
        String priorPrompt,
    @Setting(
            doc = "guidance scale of the prior",
            min = 0,
            max = 10_000,
            byDefault = "1",
            source = "FaceG2E",
            usedWhen = "prior != none",
            identity = "prior.guidanceScale")
        double priorGuidanceScale,
    @Setting(
            doc = "weight of the prior's gradient, and the end of a schedule",
            min = 0,
            max = 1e9,
            byDefault = "3",
            source = "FaceG2E",
            usedWhen = "prior != none",
            identity = "prior.weight")
        double priorWeight,
    @Setting(
            doc = "where the schedules linear and log start",
            min = 0,
            max = 1e9,
            byDefault = "20",
            source = "FaceG2E's code",
            usedWhen = "prior-schedule != constant",
            identity = "prior.weightStart")
        double priorWeightStart,
    @Setting(
            doc = "how the prior's weight moves over the steps",
            byDefault = "constant",
            usedWhen = "prior != none",
            identity = "prior.schedule")
        PriorSchedule priorSchedule,
    @Setting(
            doc = "conditioning scale of the Canny ControlNet",
            min = 0,
            max = 10,
            byDefault = "1",
            usedWhen = "prior = canny-controlnet",
            identity = "prior.controlScale")
        double priorControlScale,
    @Setting(
            doc = "the fixed edge image; auto: edges of init-texture",
            text = Text.PLACE,
            byDefault = "\"" + Setting.AUTO + "\"",
            autoOf = "init-texture",
            usedWhen = "prior = canny-controlnet",
            identity = "prior.edges")
        String priorEdges,
    @Setting(
            doc = "the texture UNet's YUV twin adds a gradient",
            byDefault = "false",
            source = "FaceG2E: true",
            usedWhen = "prior = texture-unet",
            model = ModelRole.TEXTURE_UNET_YUV,
            modelIdentity = "prior.yuvNet",
            shapes = Shapes.BY_VALUE,
            identity = Setting.NOT_PART)
        boolean priorYuv,
    @Setting(
            doc = "weight of that gradient",
            min = 0,
            max = 1e9,
            byDefault = "1",
            source = "FaceG2E's code",
            usedWhen = "prior-yuv = true",
            identity = "prior.yuvWeight")
        double priorYuvWeight,
    @Setting(
            doc =
                "weight of the left-right symmetry loss of the decoded texture, a sum over texels;"
                    + " for UVs that mirror at u = 1/2",
            min = 0,
            max = 1e9,
            byDefault = "0",
            source = "FaceG2E's code",
            shapes = Shapes.IF_POSITIVE)
        double symmetryWeight,
    @Setting(
            doc = "weight of the smoothness loss of the decoded texture, a sum over texels",
            min = 0,
            max = 1e9,
            byDefault = "0",
            source = "FaceG2E's code",
            shapes = Shapes.IF_POSITIVE)
        double smoothnessWeight,
    @Setting(
            doc = "the texture wraps around left and right",
            byDefault = "false",
            shapes = Shapes.BY_VALUE)
        boolean wrap,
    @Block LightSettings light,
    @Block BackgroundSettings background,
    @Setting(
            doc = "side of the VAE's input and of controls; auto: the render's",
            unit = "pixels",
            min = 8,
            max = 4096,
            multipleOf = 8,
            zero = "auto",
            byDefault = "auto",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        int encodeResolution,
    @Setting(
            doc = "what a prior scores in image-space steps",
            byDefault = "latent",
            usedWhen = "prior != none and parameter = latent",
            shapes = Shapes.BY_VALUE,
            identity = "prior.space",
            addedLater = true)
        PriorSpace priorSpace,
    @Setting(
            doc = "what is behind the head in latent-space steps",
            byDefault = "encoded",
            usedWhen = "phases != joint and parameter = latent",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        LatentBackground latentBackground,
    @Setting(
            doc = "the step of the phase from which depth control is off; 0 is never",
            min = 0,
            max = 1_000_000,
            byDefault = "0",
            usedWhen = "depth-control = true",
            identity = "depth.end",
            addedLater = true)
        int depthEnd,
    @Block ControlSettings control)
    implements Serializable {
  /** Side of what the VAE is given in image-space steps, pixels. */
  public int encodedSide() {
    return encodeResolution == 0 ? renderResolution : encodeResolution;
  }

  /** Whether a prior looks at an image of the texture, encoded, in image-space steps. */
  public boolean priorSeesImages() {
    return parameter == TextureParameter.RGB || priorSpace == PriorSpace.IMAGE;
  }

  /** Whether a loss on the decoded texture takes part. */
  public boolean isRegularised() {
    return symmetryWeight > 0 || smoothnessWeight > 0;
  }
}
