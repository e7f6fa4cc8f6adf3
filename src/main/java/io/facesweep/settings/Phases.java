package io.facesweep.settings;

/** Which phases a trial runs: geometry first and then texture, both at once, or one of them. */
public enum Phases implements Choice {
  /** Geometry first, then texture on that geometry: the paper's way, the default. */
  DECOUPLED,
  /**
   * Both parameters are updated from one lit, textured render per step, {@code geometry.steps +
   * texture.steps} times, which asks the diffusion model as often as the two phases; no stage is
   * shared, and no step is in latent space. The geometry block gives the optimiser, the
   * regularisation and the start of the coefficients, the texture block everything else, light too;
   * it must not be ambient, since only shading and outlines show the geometry to the diffusion
   * model.
   */
  JOINT,
  /** Only the geometry phase; the texture block is not used. */
  GEOMETRY_ONLY,
  /**
   * Only the texture phase, on the geometry of {@code geometry.coefficients}, which must be given.
   */
  TEXTURE_ONLY;

  /** True where a geometry phase of its own comes first. */
  public boolean hasGeometryPhase() {
    return this == DECOUPLED || this == GEOMETRY_ONLY;
  }

  /** True where there is a texture to optimise. */
  public boolean hasTexture() {
    return this != GEOMETRY_ONLY;
  }
}
