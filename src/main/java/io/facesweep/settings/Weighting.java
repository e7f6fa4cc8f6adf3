package io.facesweep.settings;

/** The weight w(t) of a score distillation gradient. */
public enum Weighting implements Choice {
  /** w(t) = 1 - alphas_cumprod[t], DreamFusion's sigma squared. */
  ONE_MINUS_ALPHAS_CUMPROD {
    @Override
    public String text() {
      return "1-alphas-cumprod";
    }
  },
  /** w(t) = 1. */
  UNIFORM,
  /** w(t) = sqrt(alphas_cumprod[t]) (1 - alphas_cumprod[t]): Fantasia3D, arXiv 2303.13873. */
  FANTASIA3D
}
