package io.facesweep.settings;

/** The weight w(t) of a score distillation gradient. */
public enum Weighting implements Choice {
  /** w(t) = 1 - alphas_cumprod[t], DreamFusion's sigma squared. */
  ONE_MINUS_ALPHAS_CUMPROD {
    @Override
    public String text() {
      return "1-alphas-cumprod";
    }

    @Override
    public double at(double alphasCumprod) {
      return 1 - alphasCumprod;
    }
  },
  /** w(t) = 1. */
  UNIFORM {
    @Override
    public double at(double alphasCumprod) {
      return 1;
    }
  },
  /** w(t) = sqrt(alphas_cumprod[t]) (1 - alphas_cumprod[t]), Fantasia3D's for appearance. */
  FANTASIA3D {
    @Override
    public double at(double alphasCumprod) {
      return Math.sqrt(alphasCumprod) * (1 - alphasCumprod);
    }
  };

  /**
   * Returns w(t).
   *
   * @param alphasCumprod abar of the timestep, in (0, 1)
   */
  public abstract double at(double alphasCumprod);
}
