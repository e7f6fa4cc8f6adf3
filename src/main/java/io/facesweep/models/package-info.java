/** Checkpoints, ControlNets and faces as files: where they lie, local copies, fingerprints. */
@NullMarked
package io.facesweep.models;

import org.jspecify.annotations.NullMarked;
