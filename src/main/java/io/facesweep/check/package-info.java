/**
 * Proves a device: operators, nets, a render and steps of trials on it, compared with the CPU; and
 * what to do where something fails.
 */
@NullMarked
package io.facesweep.check;

import org.jspecify.annotations.NullMarked;
