package io.facesweep.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the settings of one trial must fulfil together, checkpoints left aside. */
public final class TrialRules {
  private static final Declarations<TrialSettings> DECLARED = TrialSettings.DECLARED;

  private static final List<String> CONTROL_ENDS =
      List.of("depth-end", "control.normal.end", "control.landmarks.end", "control.canny.end");

  private final TrialSettings trial;
  private final UnaryOperator<String> source;
  private final List<Violation> violations = new ArrayList<>();

  private TrialRules(TrialSettings trial, UnaryOperator<String> source) {
    this.trial = trial;
    this.source = source;
  }

  /** Everything that cannot work. */
  public static List<Violation> check(TrialSettings trial) {
    return check(trial, UnaryOperator.identity());
  }

  /**
   * Everything that cannot work.
   *
   * @param source of a setting's value: the key that a file gives it by, which is that of the
   *     general block where the phase's own is not given
   */
  public static List<Violation> check(TrialSettings trial, UnaryOperator<String> source) {
    TrialRules rules = new TrialRules(trial, source);
    rules.coefficients();
    rules.texture();
    rules.background("geometry", trial.geometry().background());
    rules.background("texture", trial.texture().background());
    rules.guidance("geometry", trial.geometry().guidance(), trial.geometry().steps());
    rules.guidance("texture", trial.texture().guidance(), trial.texture().steps());
    rules.pixelClip();
    rules.betas("geometry.optimizer.", trial.geometry().optimizer());
    rules.betas("texture.optimizer.", trial.texture().optimizer());
    rules.angles("views.geometry.", trial.views().geometry());
    rules.angles("views.texture.", trial.views().texture());
    rules.viewWords();
    rules.perpNeg();
    rules.controls("geometry", trial.geometry().control().canny());
    rules.controls("texture", trial.texture().control().canny());
    return rules.violations;
  }

  private void coefficients() {
    if (trial.phases() == Phases.TEXTURE_ONLY && trial.geometry().coefficients().isEmpty()) {
      add(
          "geometry.coefficients",
          "the shape's coefficients with phases = texture-only, [0] for the mean face",
          "phases");
    }
  }

  private void texture() {
    TextureSettings texture = trial.texture();
    if (trial.phases() == Phases.JOINT && texture.light().mode() == LightMode.AMBIENT) {
      add(
          "texture.light.mode",
          "presets with phases = joint, since without shading the geometry is not seen",
          "phases");
    }
    if (texture.latentSteps() > texture.steps()) {
      add(
          "texture.latent-steps",
          "at most texture.steps, which is " + texture.steps(),
          "texture.steps");
    }
    if (texture.priorYuv()
        && texture.prior() != PriorKind.NONE
        && trial.phases().hasTexture()
        && !DECLARED.get("texture.prior-yuv").isUsed(trial)) {
      violate("texture.prior-yuv", "false unless texture.prior = texture-unet", "texture.prior");
    }
    if (texture.priorSchedule() == PriorSchedule.LOG) {
      for (String weight : List.of("texture.prior-weight", "texture.prior-weight-start")) {
        if (Double.valueOf(0).equals(DECLARED.get(weight).value(trial))) {
          add(weight, "above 0 with texture.prior-schedule = log", "texture.prior-schedule");
        }
      }
    }
  }

  private void background(String phase, BackgroundSettings background) {
    int count = background.color().size();
    if (count != 0 && count != BackgroundSettings.CHANNELS) {
      add(phase + ".background.color", "[red, green, blue] or []");
    }
  }

  private void guidance(String phase, GuidanceSettings guidance, int steps) {
    String block = phase + ".guidance.";
    if (guidance.tMin() >= guidance.tMax()) {
      below(block + "t-min", block + "t-max", guidance.tMax());
    }
    if (guidance.tMaxEnd() <= guidance.tMin()) {
      add(
          block + "t-max-end",
          "above %s, which is %s"
              .formatted(source.apply(block + "t-min"), Decimals.text(guidance.tMin())),
          block + "t-min");
    }
    objectives(block, guidance);
    if (guidance.objectiveSwitch() >= steps) {
      String key = phase + ".steps";
      add(block + "objective-switch", "below %s, which is %d".formatted(key, steps), key);
    }
    DreamtimeSettings dreamtime = guidance.dreamtime();
    if (dreamtime.m2() >= dreamtime.m1()) {
      below(block + "dreamtime.m2", block + "dreamtime.m1", dreamtime.m1());
    }
  }

  /** What would leave nothing to distil, or nothing to switch. */
  private void objectives(String block, GuidanceSettings guidance) {
    if (guidance.secondObjective() == guidance.objective()) {
      String first = source.apply(block + "objective");
      add(block + "second-objective", "another than " + first, block + "objective");
    }
    if (guidance.negativeTemplate().strip().equals(guidance.negativePrompt().strip())) {
      add(
          block + "negative-template",
          "another text than " + source.apply(block + "negative-prompt"),
          block + "negative-prompt");
    }
    if (guidance.bridge().source().strip().equals(SweepSettings.PLACEHOLDER)) {
      add(block + "bridge.source", "another text than the prompt alone");
    }
  }

  /** Steps in latent space have no pixels. */
  private void pixelClip() {
    String key = "texture.guidance.pixel-clip";
    TextureSettings texture = trial.texture();
    if (texture.guidance().pixelClip() > 0 && trial.latentSteps() == trial.textureSteps()) {
      add(
          key,
          "0 with texture.latent-steps = texture.steps, which encode no render",
          "texture.latent-steps",
          "texture.steps");
    }
  }

  private void below(String low, String high, double limit) {
    add(low, "below %s, which is %s".formatted(source.apply(high), Decimals.text(limit)), high);
  }

  private void betas(String block, OptimizerSettings optimizer) {
    int expected = optimizer.kind().betas().size();
    if (optimizer.betas().size() != expected) {
      add(
          block + "betas",
          "%d values for %s".formatted(expected, optimizer.kind().text()),
          block + "kind");
    }
  }

  private void angles(String block, ViewSampling views) {
    for (String angle : List.of(block + "elevation", block + "azimuth")) {
      Declaration declared = DECLARED.get(angle);
      if (declared.value(trial) instanceof Sampling.Choices choices && choices.values().isEmpty()) {
        String expected = Sampling.expected(declared.setting().min(), declared.setting().max());
        add(angle, expected + ", with preset = custom", block + "preset");
      }
    }
  }

  private void viewWords() {
    ViewSettings views = trial.views();
    if (views.frontAngle() > views.backAngle()) {
      add(
          "views.front-angle",
          "at most views.back-angle, which is " + Decimals.text(views.backAngle()),
          "views.back-angle");
    }
  }

  private void controls(String phase, CannyControl canny) {
    String block = phase + ".control.canny.";
    if (canny.low() > canny.high()) {
      add(
          block + "low",
          "at most %s, which is %d".formatted(block + "high", canny.high()),
          block + "high");
    }
    int steps = phase.equals("geometry") ? trial.geometry().steps() : trial.textureSteps();
    for (String end : CONTROL_ENDS) {
      String key = phase + "." + end;
      if ((int) DECLARED.get(key).value(trial) >= steps) {
        add(key, "below the phase's steps, which are %d".formatted(steps), phase + ".steps");
      }
    }
  }

  /** What leaves out other views needs some, and predictions of its own. */
  private void perpNeg() {
    ViewSettings views = trial.views();
    if (views.conditioning() != ViewConditioning.PERP_NEG) {
      return;
    }
    perpNeg("geometry", views.geometry(), trial.geometry().guidance());
    perpNeg("texture", views.texture(), trial.texture().guidance());
  }

  private void perpNeg(String phase, ViewSampling views, GuidanceSettings guidance) {
    String conditioning = "views.conditioning";
    String azimuth = "views." + phase + ".azimuth";
    if (views.azimuth().isOneAngle() && DECLARED.get(azimuth).isUsed(trial)) {
      add(
          conditioning,
          "none, suffix or interpolated, as %s has one view and perp-neg leaves out others"
              .formatted(azimuth),
          azimuth,
          "views." + phase + ".preset");
    }
    String block = phase + ".guidance.";
    String where = " with views.conditioning = perp-neg";
    if (!guidance.objective().takesPerpNeg()) {
      add(block + "objective", "sds, csd, nfsd, ism or asd" + where, conditioning);
    }
    if (!guidance.secondObjective().takesPerpNeg()) {
      add(block + "second-objective", "sds, csd, nfsd, ism or asd" + where, conditioning);
    }
    if (!guidance.negativePrompt().isBlank()) {
      add(block + "negative-prompt", "an empty text" + where, conditioning);
    }
    if (guidance.rescale() > 0) {
      add(block + "rescale", "0" + where, conditioning);
    }
  }

  /** Blames a setting, if it counts. */
  private void add(String key, String expected, String... others) {
    if (DECLARED.get(key).isUsed(trial)) {
      violate(key, expected, others);
    }
  }

  private void violate(String key, String expected, String... others) {
    violations.add(Violation.of(trial, source, key, expected, others));
  }
}
