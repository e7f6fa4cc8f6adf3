package io.facesweep.config;

import io.facesweep.settings.Decimals;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.Phases;
import io.facesweep.settings.PriorSchedule;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TimestepSchedule;
import io.facesweep.settings.ViewPreset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the settings of one trial must fulfil together. */
final class TrialRules {
  private final Values values;
  private final List<Violation> violations = new ArrayList<>();

  private TrialRules(Values values) {
    this.values = values;
  }

  /** Everything that cannot work, checkpoints left aside. */
  static List<Violation> check(Values values) {
    TrialRules rules = new TrialRules(values);
    rules.geometry();
    rules.texture();
    rules.guidance(TrialKeys.GEOMETRY.guidance, Phases.TEXTURE_ONLY);
    rules.guidance(TrialKeys.TEXTURE.guidance, Phases.GEOMETRY_ONLY);
    rules.optimizer(TrialKeys.GEOMETRY.optimizer, Phases.TEXTURE_ONLY);
    rules.optimizer(TrialKeys.TEXTURE.optimizer, Phases.GEOMETRY_ONLY);
    rules.views(TrialKeys.VIEWS.geometry, Phases.TEXTURE_ONLY);
    rules.views(TrialKeys.VIEWS.texture, Phases.GEOMETRY_ONLY);
    return rules.violations;
  }

  /** Everything that cannot work with these checkpoints. */
  static List<Violation> check(Values values, ModelSettings models) {
    TrialRules rules = new TrialRules(values);
    rules.violations.addAll(check(values));
    rules.models(models);
    return rules.violations;
  }

  private void geometry() {
    Key<List<Double>> coefficients = TrialKeys.GEOMETRY.coefficients;
    if (values.get(TrialKeys.PHASES) == Phases.TEXTURE_ONLY && values.get(coefficients).isEmpty()) {
      add(
          coefficients,
          "[]",
          "the shape's coefficients with phases = texture-only, [0] for the mean face",
          TrialKeys.PHASES);
    }
  }

  private void texture() {
    TextureKeys keys = TrialKeys.TEXTURE;
    if (!values.get(TrialKeys.PHASES).hasTexture()) {
      return;
    }
    int steps = values.get(keys.steps);
    if (values.get(keys.latentSteps) > steps) {
      add(
          keys.latentSteps,
          "at most texture.steps, which is " + steps,
          keys.steps,
          TrialKeys.PHASES);
    }
    if (values.get(keys.priorYuv) && values.get(keys.prior) == TexturePrior.CANNY_CONTROLNET) {
      add(keys.priorYuv, "false unless texture.prior = texture-unet", keys.prior, TrialKeys.PHASES);
    }
    boolean schedule =
        values.get(keys.priorSchedule) == PriorSchedule.LOG
            && values.get(keys.prior) != TexturePrior.NONE;
    for (Key<Double> weight : List.of(keys.priorWeight, keys.priorWeightStart)) {
      if (schedule && values.get(weight) == 0) {
        add(
            weight,
            "above 0 with texture.prior-schedule = log",
            keys.priorSchedule,
            keys.prior,
            TrialKeys.PHASES);
      }
    }
  }

  private void guidance(GuidanceKeys keys, Phases unless) {
    if (values.get(TrialKeys.PHASES) == unless) {
      return;
    }
    double max = values.get(keys.tMax);
    if (values.get(keys.tMin) >= max) {
      below(keys.tMin, keys.tMax, max);
    }
    double m1 = values.get(keys.m1);
    if (values.get(keys.timestep) == TimestepSchedule.DREAMTIME && values.get(keys.m2) >= m1) {
      below(keys.m2, keys.m1, m1);
    }
  }

  private void below(Key<Double> low, Key<Double> high, double limit) {
    Key<Double> source = source(low);
    Key<Double> other = source(high);
    add(
        source,
        "below %s, which is %s".formatted(other.path(), Decimals.text(limit)),
        low,
        high,
        other,
        TrialKeys.PHASES);
  }

  private void optimizer(OptimizerKeys keys, Phases unless) {
    Optional<List<Double>> betas = values.find(keys.betas);
    OptimizerKind kind = values.get(keys.kind);
    if (values.get(TrialKeys.PHASES) != unless
        && betas.isPresent()
        && betas.get().size() != kind.betas().size()) {
      add(
          keys.betas,
          "%d values for %s".formatted(kind.betas().size(), kind.text()),
          keys.kind,
          TrialKeys.PHASES);
    }
  }

  private void views(ViewKeys.SamplingKeys keys, Phases unless) {
    if (values.get(TrialKeys.PHASES) == unless || values.get(keys.preset) != ViewPreset.CUSTOM) {
      return;
    }
    for (Key<Sampling> angle : keys.angles()) {
      if (values.find(angle).isEmpty()) {
        add(
            angle,
            "not set",
            angle.kind().expected() + ", with preset = custom",
            keys.preset,
            TrialKeys.PHASES);
      }
    }
  }

  private void models(ModelSettings models) {
    TextureKeys keys = TrialKeys.TEXTURE;
    if (!values.get(TrialKeys.PHASES).hasTexture()) {
      return;
    }
    if (values.get(keys.depthControl)) {
      needs(models, ModelRole.DEPTH_CONTROLNET, keys.depthControl, "false");
    }
    TexturePrior prior = values.get(keys.prior);
    if (prior == TexturePrior.CANNY_CONTROLNET) {
      needs(models, ModelRole.TEXTURE_CONTROLNET, keys.prior, "another prior");
    }
    if (prior == TexturePrior.TEXTURE_UNET) {
      needs(models, ModelRole.TEXTURE_UNET, keys.prior, "another prior");
      if (values.get(keys.priorYuv)) {
        needs(
            models, ModelRole.TEXTURE_UNET_YUV, keys.priorYuv, "false", keys.prior);
      }
    }
  }

  private void needs(
      ModelSettings models, ModelRole role, Key<?> key, String otherwise, Key<?>... others) {
    if (!models.has(role)) {
      List<Key<?>> all = new ArrayList<>(Arrays.asList(others));
      all.add(TrialKeys.PHASES);
      add(key, "%s, or %s to be set".formatted(otherwise, role.key()), all.toArray(Key<?>[]::new));
    }
  }

  /** The key whose value holds: the key itself, or the one that it falls back on. */
  private <T> Key<T> source(Key<T> key) {
    Key<T> fallback = key.fallback();
    return fallback == null || values.given().containsKey(key.path()) ? key : source(fallback);
  }

  private <T> void add(Key<T> key, String expected, Key<?>... others) {
    add(key, key.kind().write(values.get(key)), expected, others);
  }

  private void add(Key<?> key, String value, String expected, Key<?>... others) {
    List<Key<?>> involved = new ArrayList<>();
    involved.add(key);
    involved.addAll(Arrays.asList(others));
    for (Key<?> other : List.copyOf(involved)) {
      Key<?> fallback = other.fallback();
      if (fallback != null) {
        involved.add(fallback);
      }
    }
    violations.add(new Violation(key, value, expected, involved.stream().distinct().toList()));
  }
}
