package io.facesweep.plan;

/** The two kinds of stages. */
public enum StageKind {
  /** Coefficients of a face, by the geometry phase. */
  GEOMETRY,
  /** A texture on a given geometry; with {@code phases = joint} both at once. */
  TEXTURE
}
