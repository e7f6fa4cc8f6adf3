package io.facesweep.settings;

import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * The texture phase, keys {@code texture.*}.
 *
 * @param steps from 1; default 400 (FaceG2E)
 * @param latentSteps how many of them, at the start, are latent-space steps: the latent is the
 *     texture and the render is z, no VAE runs; 0 to steps; default 200 (FaceG2E: half)
 * @param resolution side R of the texture in texels, multiple of 8; the latent is 4 x R/f x R/f for
 *     a VAE of factor f; default 512
 * @param renderResolution side in pixels of the image-space renders and of the depth image,
 *     multiple of 8; latent-space renders have this / f; default 512
 * @param guidance score distillation of this phase: {@code guidance.*}, key by key replaced by
 *     {@code texture.guidance.*}
 * @param optimizer of the latents
 * @param init where the latents start; default {@code fixed-texture}
 * @param initTexture the fixed texture: {@code builtin:skin}, the default, a plain skin made by
 *     code, or a PNG or JPEG in the face's UV layout
 * @param depthControl whether a depth ControlNet is given the depth render of the view; default
 *     false, needs {@code models.depth-controlnet}
 * @param depthScale conditioning scale of the depth ControlNet, in [0, 10]; default 1
 * @param depthConvention what the depth ControlNet expects; default {@code near-bright}
 * @param prior the texture prior; default {@code none}; {@code canny} is short for {@code
 *     canny-controlnet}
 * @param priorPrompt text given to the prior; default "face texture" for the Canny ControlNet (the
 *     post), "a diffuse texture map of a human face in UV space" for the texture UNet (FaceG2E)
 * @param priorGuidanceScale classifier-free guidance scale of the prior; default 1 (FaceG2E)
 * @param priorWeight weight of the prior's gradient, and the end of a schedule, from 0; default 3
 *     (FaceG2E)
 * @param priorWeightStart weight at the first step of the schedules {@code linear} and {@code log},
 *     from 0; default 20 (FaceG2E's code)
 * @param priorSchedule default {@code constant}
 * @param priorControlScale conditioning scale of the Canny ControlNet, in [0, 10]; default 1
 * @param priorEdges the fixed edge image in UV space: {@code auto}, the default, Canny edges of
 *     {@code initTexture}, or a PNG or JPEG
 * @param priorYuv whether the texture UNet's YUV twin adds a third gradient (FaceG2E); default
 *     false, needs {@code models.texture-unet-yuv}; unused without a prior
 * @param priorYuvWeight weight of that gradient, from 0; default 1 (FaceG2E's code)
 * @param symmetryWeight weight of the left-right symmetry loss on the texture, from 0; default 0,
 *     off (FaceG2E's code)
 * @param smoothnessWeight weight of the smoothness loss on the texture, from 0; default 0, off
 *     (FaceG2E's code)
 * @param wrap whether the latent wraps around left and right, for UV layouts whose seam is the
 *     image border; default false
 * @param light of the renders
 */
public record TextureSettings(
    int steps,
    int latentSteps,
    int resolution,
    int renderResolution,
    GuidanceSettings guidance,
    OptimizerSettings optimizer,
    TextureInit init,
    String initTexture,
    boolean depthControl,
    double depthScale,
    DepthConvention depthConvention,
    TexturePrior prior,
    String priorPrompt,
    double priorGuidanceScale,
    double priorWeight,
    double priorWeightStart,
    PriorSchedule priorSchedule,
    double priorControlScale,
    String priorEdges,
    boolean priorYuv,
    double priorYuvWeight,
    double symmetryWeight,
    double smoothnessWeight,
    boolean wrap,
    LightSettings light)
    implements Serializable {

  /**
   * The same where images lie elsewhere.
   *
   * @param place of an image by its name in these settings
   */
  public TextureSettings withImages(UnaryOperator<String> place) {
    return new TextureSettings(
        steps,
        latentSteps,
        resolution,
        renderResolution,
        guidance,
        optimizer,
        init,
        place.apply(initTexture),
        depthControl,
        depthScale,
        depthConvention,
        prior,
        priorPrompt,
        priorGuidanceScale,
        priorWeight,
        priorWeightStart,
        priorSchedule,
        priorControlScale,
        place.apply(priorEdges),
        priorYuv,
        priorYuvWeight,
        symmetryWeight,
        smoothnessWeight,
        wrap,
        light);
  }
}
