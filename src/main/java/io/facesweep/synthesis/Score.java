package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;

/**
 * Score distillation's gradient.
 *
 * @param gradient with respect to z, [K, 4, h, w] float32, non-finite values zeroed
 * @param norms L2 norm of each item's gradient, after zeroing, [K]
 * @param nonFinite how many values of each item were NaN or infinite, [K]
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record Score(Tensor gradient, double[] norms, long[] nonFinite) {}
