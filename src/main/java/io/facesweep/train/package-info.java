/** Training: the trainer, parameters and checkpoints, and ControlNets on textures of the user's. */
@NullMarked
package io.facesweep.train;

import org.jspecify.annotations.NullMarked;
