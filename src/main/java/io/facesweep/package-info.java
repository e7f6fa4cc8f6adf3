/** FaceSweep: ablation sweeps of text-guided 3D face synthesis. */
@NullMarked
package io.facesweep;

import org.jspecify.annotations.NullMarked;
