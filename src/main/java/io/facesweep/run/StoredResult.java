package io.facesweep.run;

/**
 * What is stored of a stage's result: enough to make the head and its texture again.
 *
 * @param coefficients identity coefficients [C] of the face model, of the stage itself or of the
 *     geometry stage that it stands on
 * @param texture what was optimised of the texture, as the step curve's end left it: scaled latents
 *     [4, R/f, R/f], or texels [3, R, R] where the stage's settings say so; empty for a geometry
 *     stage
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record StoredResult(float[] coefficients, float[] texture) {}
