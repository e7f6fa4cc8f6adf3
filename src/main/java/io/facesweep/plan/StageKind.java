package io.facesweep.plan;

import io.facesweep.settings.BatchKey;

/** The two kinds of stages. */
public enum StageKind {
  /** Coefficients of a face, by the geometry phase. */
  GEOMETRY,
  /** A texture on a given geometry; with {@code phases = joint} both at once. */
  TEXTURE;

  /** The kind of the stages of a batch. */
  public static StageKind of(BatchKey key) {
    return key.isGeometry() ? GEOMETRY : TEXTURE;
  }
}
