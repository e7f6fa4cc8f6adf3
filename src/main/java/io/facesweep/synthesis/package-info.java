/**
 * One trial: a face's geometry, then its texture, by score distillation. Trials run in lockstep
 * batches. On a CPU with one thread an operator a trial's result is the same, to the last bit,
 * alone and in any batch: see {@link io.facesweep.tensor.ItemwiseKernels}. On a GPU it is the same
 * up to the rounding of its libraries, 1e-4 of a phase's result where the nets are smooth.
 */
@NullMarked
package io.facesweep.synthesis;

import org.jspecify.annotations.NullMarked;
