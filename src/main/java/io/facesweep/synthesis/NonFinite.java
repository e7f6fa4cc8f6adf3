package io.facesweep.synthesis;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;

/**
 * A batch without its NaNs and infinities.
 *
 * @param values [K, ...], 0 where there was one
 * @param counts how many each item had, [K]
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
record NonFinite(Tensor values, long[] counts) {
  /** Zeroes what is not finite. An item of finite values whose norm overflows is zeroed whole. */
  static NonFinite zeroed(Tensor items) {
    Tensor finite = items.isFinite();
    Tensor values = finite.where(items, items.zerosLike());
    long each = items.size() / items.shape(0);
    double[] good = ItemValues.sums(finite.to(DType.FLOAT32));
    double[] norms = ItemValues.norms(values);
    long[] counts = new long[good.length];
    double[] factors = new double[good.length];
    for (int i = 0; i < counts.length; i++) {
      boolean overflow = !Double.isFinite(norms[i]);
      counts[i] = overflow ? each : each - (long) good[i];
      factors[i] = overflow ? 0 : 1;
    }
    Tensor kept = areFinite(norms) ? values : values.mul(ItemValues.column(factors, values));
    return new NonFinite(kept, counts);
  }

  static boolean areFinite(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
