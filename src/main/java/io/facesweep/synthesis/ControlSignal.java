package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;

/**
 * What one ControlNet is given.
 *
 * @param role which
 * @param images [K, 3, f h, f w] in [0, 1], for latents [K, 4, h, w]
 * @param scales conditioning scales [K]
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record ControlSignal(ControlRole role, Tensor images, double[] scales) {}
