package io.facesweep.settings;

/**
 * How the diffusion model is told from where the head is seen. Formulas and sources in
 * docs/method.md.
 */
public enum ViewConditioning implements Choice {
  /** Not at all. */
  NONE,
  /** The prompt names the view: front, side, back or overhead. */
  SUFFIX,
  /** Embeddings of the prompts of two neighbouring views are mixed, by the azimuth. */
  INTERPOLATED,
  /** The same, and what the other views predict is left out. */
  PERP_NEG
}
