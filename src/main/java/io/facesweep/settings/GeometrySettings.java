package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;
import java.util.List;

/**
 * The geometry phase, keys {@code geometry.*}. Joint optimisation takes of it what {@link
 * Phases#JOINT} says.
 */
public record GeometrySettings(
    @Setting(
            doc = "steps of the phase",
            min = 1,
            max = 1_000_000,
            byDefault = "200",
            source = "FaceG2E",
            usedWhen = "phases != texture-only",
            shapes = Shapes.BY_VALUE)
        int steps,
    @Block(general = "guidance", usedWhen = "phases = decoupled | geometry-only")
        GuidanceSettings guidance,
    @Block(usedWhen = "phases != texture-only") OptimizerSettings optimizer,
    @Setting(
            doc =
                "weight w of the sum of squared coefficients, apart from the gradient: an even pull"
                    + " of Adam ends at 1 / 2w",
            min = 0,
            max = 1e9,
            byDefault = "0.1",
            usedWhen = "phases != texture-only")
        double l2Weight,
    @Setting(
            doc = "coefficients are clamped to this; 0 is off",
            min = 0,
            max = 1000,
            byDefault = "0",
            usedWhen = "phases != texture-only")
        double coefficientLimit,
    @Setting(
            doc =
                "where the coefficients start, in standard deviations; the shape itself with"
                    + " texture-only",
            min = -1000,
            max = 1000,
            byDefault = "[]",
            paddedWithZeros = true)
        List<Double> coefficients,
    @Setting(
            doc = "what the diffusion model sees",
            byDefault = "grey",
            usedWhen = "phases = decoupled | geometry-only",
            shapes = Shapes.BY_VALUE)
        GeometryRender render,
    @Setting(
            doc = "how often the normals are shown with render = mix",
            min = 0,
            max = 1,
            byDefault = "0.5",
            usedWhen = "render = mix")
        double normalProbability,
    @Setting(
            doc = "albedo of every vertex",
            min = 0,
            max = 1,
            byDefault = "0.5",
            source = "FaceG2E's code",
            usedWhen = "render != normal")
        double greyAlbedo,
    @Setting(
            doc = "side of the render",
            unit = "pixels",
            min = 8,
            max = 4096,
            multipleOf = 8,
            byDefault = "224",
            source = "FaceG2E",
            usedWhen = "phases = decoupled | geometry-only",
            shapes = Shapes.BY_VALUE)
        int resolution,
    @Setting(
            doc = "side of the VAE's input",
            unit = "pixels",
            min = 8,
            max = 4096,
            multipleOf = 8,
            byDefault = "512",
            source = "FaceG2E",
            usedWhen = "phases = decoupled | geometry-only",
            shapes = Shapes.BY_VALUE)
        int encodeResolution,
    @Block(usedWhen = "render != normal") LightSettings light,
    @Block(usedWhen = "render != normal") BackgroundSettings background,
    @Setting(
            doc = "whose axes normals are shown in",
            byDefault = "camera",
            usedWhen = "render != grey",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        NormalFrame normalFrame,
    @Setting(
            doc = "grey level behind normals",
            min = 0,
            max = 1,
            byDefault = "1",
            usedWhen = "render != grey",
            addedLater = true)
        double normalBackground,
    @Setting(
            doc = "a depth ControlNet sees the view's depth",
            byDefault = "false",
            usedWhen = "phases = decoupled | geometry-only",
            model = ModelRole.DEPTH_CONTROLNET,
            modelIdentity = "depth.controlnet",
            shapes = Shapes.BY_VALUE,
            identity = Setting.NOT_PART,
            addedLater = true)
        boolean depthControl,
    @Setting(
            doc = "conditioning scale of the depth ControlNet",
            min = 0,
            max = 10,
            byDefault = "1",
            usedWhen = "depth-control = true",
            identity = "depth.scale",
            addedLater = true)
        double depthScale,
    @Setting(
            doc = "which end of the depth is bright",
            byDefault = "near-bright",
            usedWhen = "depth-control = true",
            identity = "depth.convention",
            addedLater = true)
        DepthConvention depthConvention,
    @Setting(
            doc = "the step of the phase from which depth control is off; 0 is never",
            min = 0,
            max = 1_000_000,
            byDefault = "0",
            usedWhen = "depth-control = true",
            identity = "depth.end",
            addedLater = true)
        int depthEnd,
    @Block(usedWhen = "phases = decoupled | geometry-only") ControlSettings control)
    implements Serializable {
  public GeometrySettings {
    coefficients = List.copyOf(coefficients);
  }
}
