/**
 * Training: the demo checkpoint, from nothing but the built-in head, and ControlNets on textures of
 * the user's.
 */
@NullMarked
package io.facesweep.train;

import org.jspecify.annotations.NullMarked;
