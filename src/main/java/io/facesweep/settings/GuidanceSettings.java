package io.facesweep.settings;

import io.facesweep.settings.Setting.Shapes;
import java.io.Serializable;
import java.util.List;

/**
 * Score distillation in one phase. Keys: {@code guidance.*} for both phases; {@code
 * geometry.guidance.*} and {@code texture.guidance.*} replace single keys of it for one phase. A
 * record holds what results.
 */
public record GuidanceSettings(
    @Setting(
            doc = "the loss that renders are distilled by; texture priors by sds always",
            byDefault = "sds",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        Objective objective,
    @Setting(
            doc = "the step of a phase from which second-objective takes over; 0 is never",
            min = 0,
            max = 1_000_000,
            byDefault = "0",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        int objectiveSwitch,
    @Setting(
            doc = "the loss from objective-switch on",
            byDefault = "bridge",
            source = "SDS-Bridge",
            usedWhen = "objective-switch != 0",
            shapes = Shapes.BY_VALUE,
            addedLater = true)
        Objective secondObjective,
    @Setting(
            doc = "classifier-free guidance scale s, of bridge its only weight",
            min = 0,
            max = 10_000,
            byDefault = "100",
            source = "DreamFusion, FaceG2E",
            usedWhen = "objective != csd or second-objective != csd")
        double scale,
    @Setting(
            doc = "uncond + s (cond - uncond), or conditional: cond + s (cond - uncond)",
            byDefault = "dreamfusion",
            usedWhen =
                "objective = sds | ism | sdi | asd or second-objective = sds | ism | sdi | asd or"
                    + " prior? != none")
        GuidanceForm form,
    @Setting(
            doc = "how far the guided prediction is scaled back to the deviation of the prompt's",
            min = 0,
            max = 1,
            byDefault = "0",
            usedWhen = "objective = sds | ism | asd or second-objective = sds | ism | asd",
            addedLater = true)
        double rescale,
    @Block(usedWhen = "objective = csd or second-objective = csd") CsdSettings csd,
    @Block(usedWhen = "objective = nfsd or second-objective = nfsd") NfsdSettings nfsd,
    @Block(usedWhen = "objective = bridge or second-objective = bridge") BridgeSettings bridge,
    @Block(usedWhen = "objective = ism or second-objective = ism") IsmSettings ism,
    @Block(usedWhen = "objective = sdi or second-objective = sdi") SdiSettings sdi,
    @Block(usedWhen = "objective = asd or second-objective = asd") AsdSettings asd,
    @Setting(
            doc =
                "falls linearly (open: the end is left out), drawn uniformly, falls by DreamTime's"
                    + " weights, with the square root or the cosine of the step, linearly with a"
                    + " drawn shift, or drawn from a range that shrinks",
            byDefault = "linear",
            source = "FaceG2E")
        TimestepSchedule timestep,
    @Setting(doc = "largest timestep, fraction of T", above = 0, max = 1, byDefault = "0.98")
        double tMax,
    @Setting(
            doc = "what the largest timestep falls to, fraction of T",
            above = 0,
            max = 1,
            byDefault = "0.5",
            source = "ProlificDreamer",
            usedWhen = "timestep = annealed",
            addedLater = true)
        double tMaxEnd,
    @Setting(doc = "smallest timestep, fraction of T", min = 0, below = 1, byDefault = "0.02")
        double tMin,
    @Setting(
            doc = "largest shift of a timestep up or down, fraction of T",
            above = 0,
            max = 1,
            byDefault = "0.05",
            usedWhen = "timestep = linear-jitter",
            addedLater = true)
        double jitter,
    @Block(usedWhen = "timestep = dreamtime", identity = Block.Form.LIST)
        DreamtimeSettings dreamtime,
    @Setting(
            doc = "largest L2 norm of the gradient at z; 0 is off",
            min = 0,
            max = 1e9,
            byDefault = "0")
        double clipNorm,
    @Setting(
            doc =
                "largest element of the gradient at z at the first step, after clip-norm; 0 is off",
            min = 0,
            max = 1e9,
            byDefault = "0",
            addedLater = true)
        double clipValue,
    @Setting(
            doc = "the same at the last step, linear between; 0 is as at the first",
            min = 0,
            max = 1e9,
            byDefault = "0",
            usedWhen = "clip-value != 0",
            addedLater = true)
        double clipValueEnd,
    @Setting(
            doc =
                "largest gradient of a pixel of the render that is encoded, by its largest channel;"
                    + " 0 is off",
            min = 0,
            max = 1e9,
            byDefault = "0",
            shapes = Shapes.IF_POSITIVE,
            addedLater = true)
        double pixelClip,
    @Setting(
            doc = "mean or sample of the VAE's posterior",
            byDefault = "sample",
            source = "FaceG2E's code")
        Posterior posterior,
    @Setting(
            doc = "text of the unconditional half; {prompt} stands for the trial's prompt",
            byDefault = "\"\"",
            usedWhen = "objective != bridge or second-objective != bridge or prior? != none")
        String negativePrompt,
    @Setting(
            doc = "the negative text of csd and nfsd; may hold {prompt}",
            text = Setting.Text.NOT_BLANK,
            byDefault =
                "\"unrealistic, blurry, low quality, out of focus, ugly, low contrast, dull, dark,"
                    + " low-resolution, gloomy\"",
            source = "NFSD",
            usedWhen = "objective = csd | nfsd or second-objective = csd | nfsd",
            addedLater = true)
        String negativeTemplate,
    @Setting(
            doc = "the weight w(t)",
            byDefault = "\"1-alphas-cumprod\"",
            source = "DreamFusion",
            usedWhen =
                "objective = sds | csd | nfsd | bridge | asd or second-objective = sds | csd | nfsd"
                    + " | bridge | asd or prior? != none")
        Weighting weighting,
    @Setting(
            doc = "steps of a phase whose gradient may be NaN or infinite before the trial fails",
            min = 0,
            max = 1_000_000,
            byDefault = "10")
        int nonFiniteLimit)
    implements Serializable {

  /**
   * Returns the loss of a step.
   *
   * @param step of the phase, from 0
   */
  public Objective objectiveAt(int step) {
    return objectiveSwitch > 0 && step >= objectiveSwitch ? secondObjective : objective;
  }

  /** Returns the losses that a phase has, in order. */
  public List<Objective> objectives() {
    return objectiveSwitch > 0 ? List.of(objective, secondObjective) : List.of(objective);
  }

  /**
   * Returns how many predictions of the UNet the steps of a phase take for a trial, about; only
   * good for comparing.
   */
  double passes(int steps) {
    int first = objectiveSwitch > 0 ? Math.min(objectiveSwitch, steps) : steps;
    double passes = first * objective.passes(this);
    return first == steps ? passes : passes + (steps - first) * secondObjective.passes(this);
  }
}
