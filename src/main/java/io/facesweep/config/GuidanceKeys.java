package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.DreamtimeSettings;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.Posterior;
import io.facesweep.settings.TimestepSchedule;
import io.facesweep.settings.Weighting;

/** The keys of one {@code guidance} block. */
final class GuidanceKeys {
  final Key<Double> scale;
  final Key<GuidanceForm> form;
  final Key<TimestepSchedule> timestep;
  final Key<Double> tMax;
  final Key<Double> tMin;
  final Key<Double> m1;
  final Key<Double> m2;
  final Key<Double> s1;
  final Key<Double> s2;
  final Key<Double> clipNorm;
  final Key<Posterior> posterior;
  final Key<String> negativePrompt;
  final Key<Weighting> weighting;
  final Key<Integer> nonFiniteLimit;

  GuidanceKeys(Block block) {
    scale = block.key("scale", Kinds.number(0, 10_000), 100.0, "classifier-free guidance scale s");
    form =
        block.key(
            "form",
            Kinds.choice(GuidanceForm.class),
            GuidanceForm.DREAMFUSION,
            "uncond + s (cond - uncond), or conditional: cond + s (cond - uncond)");
    timestep =
        block.key(
            "timestep",
            Kinds.choice(TimestepSchedule.class),
            TimestepSchedule.LINEAR,
            "falls linearly, drawn uniformly, or falls by DreamTime's weights");
    tMax = block.key("t-max", Kinds.above(0, 1), 0.98, "largest timestep, fraction of T");
    tMin = block.key("t-min", Kinds.below(0, 1), 0.02, "smallest timestep, fraction of T");
    Block dreamtime = block.block("dreamtime");
    m1 =
        dreamtime.key(
            "m1", Kinds.number(0, 1000), 800.0, "upper end of DreamTime's plateau, of 1000");
    m2 =
        dreamtime.key(
            "m2", Kinds.number(0, 1000), 500.0, "lower end of DreamTime's plateau, of 1000");
    s1 = dreamtime.key("s1", Kinds.above(0, 10_000), 300.0, "width of the flank above m1");
    s2 = dreamtime.key("s2", Kinds.above(0, 10_000), 500.0, "width of the flank below m2");
    clipNorm =
        block.key(
            "clip-norm",
            Kinds.number(0, 1e9),
            0.0,
            "largest L2 norm of the gradient at z; 0 is off");
    posterior =
        block.key(
            "posterior",
            Kinds.choice(Posterior.class),
            Posterior.SAMPLE,
            "mean or sample of the VAE's posterior");
    negativePrompt =
        block.key("negative-prompt", Kinds.text(), "", "text of the unconditional half");
    weighting =
        block.key(
            "weighting",
            Kinds.choice(Weighting.class),
            Weighting.ONE_MINUS_ALPHAS_CUMPROD,
            "the weight w(t)");
    nonFiniteLimit =
        block.key(
            "non-finite-limit",
            Kinds.whole(0, 1_000_000),
            10,
            "steps of a phase whose gradient may be NaN or infinite before the trial fails");
  }

  GuidanceSettings read(Values values) {
    return new GuidanceSettings(
        values.get(scale),
        values.get(form),
        values.get(timestep),
        values.get(tMax),
        values.get(tMin),
        new DreamtimeSettings(values.get(m1), values.get(m2), values.get(s1), values.get(s2)),
        values.get(clipNorm),
        values.get(posterior),
        values.get(negativePrompt),
        values.get(weighting),
        values.get(nonFiniteLimit));
  }
}
