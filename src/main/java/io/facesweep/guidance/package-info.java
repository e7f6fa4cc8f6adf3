/** Score distillation: an image or latents in, a gradient out. */
@NullMarked
package io.facesweep.guidance;

import org.jspecify.annotations.NullMarked;
