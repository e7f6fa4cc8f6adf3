package io.facesweep.weights;

import io.facesweep.tensor.Tensor;

/** The account that the views of one state dict share, by full keys. */
interface Ledger {
  boolean has(String key);

  void ignore(String key);

  Tensor take(String key, long[] shape, StateDictLedger.Layout layout);

  void finish();
}
