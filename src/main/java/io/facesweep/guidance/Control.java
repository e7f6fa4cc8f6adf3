package io.facesweep.guidance;

import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.tensor.Tensor;

/**
 * A ControlNet, what it is to see, and how much it counts.
 *
 * @param net whose residuals are added to the UNet
 * @param image [K, C, f h, f w] in [0, 1] for latents [K, 4, h, w]: depth, edges ...; both halves
 *     of the guidance see it
 * @param scales factors of the residuals, one for each of the K items
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record Control(ControlNetModel net, Tensor image, double[] scales) {}
