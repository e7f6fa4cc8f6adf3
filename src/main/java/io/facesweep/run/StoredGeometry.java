package io.facesweep.run;

import io.facesweep.store.Measures;

/**
 * The head that a texture stage stands on.
 *
 * @param coefficients identity coefficients [C] of the face model; an empty array where the stage
 *     stands on no geometry
 * @param measures of the geometry stage; {@link Measures#NONE} where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record StoredGeometry(float[] coefficients, Measures measures) {
  /** Of a stage that stands on no geometry. */
  public static final StoredGeometry NONE = new StoredGeometry(new float[0], Measures.NONE);
}
