package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.List;

/** Items of a batch by their places on the first axis. */
final class Rows {
  private Rows() {}

  /** Some items of [K, ...], in the order given. */
  static Tensor of(Tensor items, int[] rows) {
    return items.indexSelect(0, Tensor.of(rows, rows.length).to(items.device()));
  }

  /** Item-wise tensors [...] as one batch [K, ...]. */
  static Tensor stack(List<Tensor> items) {
    return Tensor.stack(0, items);
  }
}
