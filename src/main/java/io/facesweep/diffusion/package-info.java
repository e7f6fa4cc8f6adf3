/**
 * Stable Diffusion's nets, as Hugging Face snapshots hold them: tokenizer, CLIP, UNet, ControlNet,
 * VAE, noise schedule.
 */
@NullMarked
package io.facesweep.diffusion;

import org.jspecify.annotations.NullMarked;
