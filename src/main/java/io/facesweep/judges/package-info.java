/** Nets that judge renders and that nothing was optimised with. */
@NullMarked
package io.facesweep.judges;

import org.jspecify.annotations.NullMarked;
