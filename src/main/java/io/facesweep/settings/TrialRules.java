package io.facesweep.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the settings of one trial must fulfil together, checkpoints left aside. */
public final class TrialRules {
  private static final Declarations<TrialSettings> DECLARED = TrialSettings.DECLARED;

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
    rules.guidance("geometry.guidance.", trial.geometry().guidance());
    rules.guidance("texture.guidance.", trial.texture().guidance());
    rules.betas("geometry.optimizer.", trial.geometry().optimizer());
    rules.betas("texture.optimizer.", trial.texture().optimizer());
    rules.angles("views.geometry.", trial.views().geometry());
    rules.angles("views.texture.", trial.views().texture());
    rules.viewWords();
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

  private void guidance(String block, GuidanceSettings guidance) {
    if (guidance.tMin() >= guidance.tMax()) {
      below(block + "t-min", block + "t-max", guidance.tMax());
    }
    DreamtimeSettings dreamtime = guidance.dreamtime();
    if (dreamtime.m2() >= dreamtime.m1()) {
      below(block + "dreamtime.m2", block + "dreamtime.m1", dreamtime.m1());
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
