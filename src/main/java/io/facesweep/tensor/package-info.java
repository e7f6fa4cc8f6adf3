/**
 * Tensors on DJL's PyTorch engine: operators, gradients, memory scopes, random streams. The only
 * package that touches {@code ai.djl}.
 */
@NullMarked
package io.facesweep.tensor;

import org.jspecify.annotations.NullMarked;
