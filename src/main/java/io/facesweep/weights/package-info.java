/**
 * Checkpoint files: safetensors, sharded indices, and state dicts that account for every tensor.
 */
@NullMarked
package io.facesweep.weights;

import org.jspecify.annotations.NullMarked;
