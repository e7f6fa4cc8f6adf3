package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;

/**
 * What score distillation found for a batch of K latents. The tensors are float32, on the net's
 * device, in the caller's scope.
 *
 * @param gradient [K, 4, h, w]: w(t) (guidedNoise - noise), finite, and clipped where a norm was
 *     set. Elements that were not finite are 0 here and counted in {@code nonFinite}
 * @param noisyLatents [K, 4, h, w]: what the UNet saw
 * @param unconditionalNoise [K, 4, h, w]: the noise predicted without the prompt
 * @param conditionalNoise [K, 4, h, w]: with the prompt
 * @param guidedNoise [K, 4, h, w]: both combined
 * @param weights [K]: w(t) = 1 - abar
 * @param norms [K]: Euclidean norms of each item's gradient before clipping, over its finite
 *     elements
 * @param nonFinite [K]: elements of each item's gradient that were NaN or infinite; the caller
 *     records them and decides when a trial has failed
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record DistillationResult(
    Tensor gradient,
    Tensor noisyLatents,
    Tensor unconditionalNoise,
    Tensor conditionalNoise,
    Tensor guidedNoise,
    double[] weights,
    double[] norms,
    long[] nonFinite) {}
