package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;

/**
 * Cameras, keys {@code views.*}. The camera looks at the origin, where a face of bounding radius 1
 * stands. Joint optimisation draws its views as the texture phase does.
 */
public record ViewSettings(
    @Block(usedWhen = "phases = decoupled | geometry-only", identity = Block.Form.INLINE)
        ViewSampling geometry,
    @Block(
            usedWhen = "phases != geometry-only",
            identity = Block.Form.INLINE,
            defaults = "preset = code-texture")
        ViewSampling texture,
    @Setting(
            doc = "camera distance, in radii of the face",
            above = 1,
            max = 1000,
            byDefault = "6.7",
            source = "FaceG2E: 10, where heads reach 1.5")
        double distance,
    @Setting(
            doc = "full vertical field of view",
            unit = "degrees",
            above = 0,
            max = 120,
            byDefault = "12.59",
            source = "FaceG2E")
        double fov,
    @Setting(doc = "grey level behind the head", min = 0, max = 1, byDefault = "1")
        double background,
    @Setting(
            doc =
                "how the diffusion model is told from where the head is seen; none is"
                    + " view-dependent-prompts = false",
            byDefault = "suffix",
            source = "FaceG2E",
            usedWhen = "view-dependent-prompts = true",
            shapes = Shapes.IF_PERP_NEG,
            addedLater = true)
        ViewConditioning conditioning,
    @Setting(
            doc = "how prompts name the view: \", front view\", or \" from the front view\"",
            byDefault = "view",
            usedWhen = "conditioning != none",
            addedLater = true)
        ViewWords words,
    @Setting(
            doc = "azimuth up to which a view is the front",
            unit = "degrees",
            min = 0,
            max = 180,
            byDefault = "45",
            source = "FaceG2E's code",
            usedWhen = "conditioning = suffix",
            addedLater = true)
        double frontAngle,
    @Setting(
            doc = "azimuth beyond which a view is the back; 180: none is",
            unit = "degrees",
            min = 0,
            max = 180,
            byDefault = "135",
            source = "FaceG2E's code",
            usedWhen = "conditioning = suffix",
            addedLater = true)
        double backAngle,
    @Setting(
            doc = "elevation beyond which a view is overhead; 90: none is",
            unit = "degrees",
            min = 0,
            max = 90,
            byDefault = "90",
            usedWhen = "conditioning != none",
            addedLater = true)
        double overheadAngle,
    @Setting(
            doc = "factor of the weights with which perp-neg leaves out the other views",
            above = 0,
            max = 100,
            byDefault = "1",
            usedWhen = "conditioning = perp-neg",
            addedLater = true)
        double perpNegWeight)
    implements Serializable {
  /** How many of them perp-neg leaves out. */
  private static final int OTHER_VIEWS = 2;

  /**
   * Returns for how many other views a step predicts too, whose prompts have predictions of their
   * own.
   */
  int predicted() {
    return conditioning == ViewConditioning.PERP_NEG ? OTHER_VIEWS : 0;
  }

  /** Returns the same views, of which the diffusion model is told nothing. */
  ViewSettings unconditioned() {
    return conditioning == ViewConditioning.NONE
        ? this
        : new ViewSettings(
            geometry,
            texture,
            distance,
            fov,
            background,
            ViewConditioning.NONE,
            words,
            frontAngle,
            backAngle,
            overheadAngle,
            perpNegWeight);
  }
}
