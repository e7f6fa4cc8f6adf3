package io.facesweep.settings;

/** The losses that trials can be distilled by; formulas and sources in docs/method.md. */
public enum Objective implements Choice {
  /** Score distillation sampling. */
  SDS,
  /** Classifier score distillation. */
  CSD {
    @Override
    double passes(GuidanceSettings settings) {
      CsdSettings weights = settings.csd();
      boolean hasNegative = weights.negativeWeight() > 0 || weights.negativeWeightEnd() > 0;
      return hasNegative ? PAIR + 1 : PAIR;
    }
  },
  /** Noise-free score distillation. */
  NFSD {
    @Override
    double passes(GuidanceSettings settings) {
      return PAIR + 1;
    }
  },
  /** The second stage of the Schroedinger bridge: from a source text to the prompt. */
  BRIDGE,
  /** Interval score matching. */
  ISM {
    @Override
    double passes(GuidanceSettings settings) {
      IsmSettings ism = settings.ism();
      return PAIR
          + 1
          + Math.min(ism.inversionSteps(), Math.ceil(MIDDLE / Math.max(1, ism.stride())));
    }
  },
  /** Score distillation by inversion. */
  SDI {
    @Override
    double passes(GuidanceSettings settings) {
      return PAIR * (2 + Math.ceil(settings.sdi().inversionSteps() / 2.0));
    }
  },
  /** Asynchronous score distillation. */
  ASD {
    @Override
    double passes(GuidanceSettings settings) {
      return PAIR + 1;
    }
  };

  /** With the prompt, and without or with another text. */
  private static final int PAIR = 2;

  /** The timestep of half the noise, of 1000. */
  private static final double MIDDLE = 500;

  /**
   * Whether it has the noise without the prompt, and with it, at one point, which Perp-Neg compares
   * with what other views give there.
   */
  boolean takesPerpNeg() {
    return this != BRIDGE && this != SDI;
  }

  /**
   * Returns how many predictions of the UNet a step takes for a trial, about: those of a timestep
   * in the middle.
   *
   * @param settings of which those count that shape a batch
   */
  double passes(GuidanceSettings settings) {
    return PAIR;
  }
}
