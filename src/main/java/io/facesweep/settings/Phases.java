package io.facesweep.settings;

/** Which phases a trial runs: geometry first and then texture, both at once, or one of them. */
public enum Phases implements Choice {
  /** Geometry first, then texture on that geometry: the paper's way, the default. */
  DECOUPLED,
  /**
   * Both parameters are updated from one textured render per step, {@code texture.steps} times; no
   * stage is shared. The geometry block gives the optimiser, the regularisation and the start of
   * the coefficients, the texture block everything else.
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
