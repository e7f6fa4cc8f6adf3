/**
 * One trial: a face's geometry, then its texture, by score distillation. Trials run in lockstep
 * batches, and a trial's result does not depend on its batch mates beyond float rounding.
 */
@NullMarked
package io.facesweep.synthesis;

import org.jspecify.annotations.NullMarked;
