package io.facesweep.run;

import io.facesweep.store.Measures;

/**
 * What is stored of a stage's result: enough to make the head and its texture again.
 *
 * @param geometry the head: of the stage itself, then not measured yet, or of the geometry stage
 *     that it stands on
 * @param texture what was optimised of the texture, as the step curve's end left it: scaled latents
 *     [4, R/f, R/f], or texels [3, R, R] where the stage's settings say so; empty for a geometry
 *     stage
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record StoredResult(StoredGeometry geometry, float[] texture) {
  /** Of a stage without a texture. */
  public static StoredResult ofGeometry(float[] coefficients) {
    return new StoredResult(new StoredGeometry(coefficients, Measures.NONE), new float[0]);
  }
}
