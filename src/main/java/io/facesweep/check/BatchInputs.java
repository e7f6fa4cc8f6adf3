package io.facesweep.check;

import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.stream.IntStream;

/** Random inputs at a place, of which every item is the same however many there are. */
record BatchInputs(RandomStream random, Place place, int items) {
  /** Standard normal numbers, [items, shape]. */
  Tensor normal(String purpose, long... shape) {
    return stacked(i -> random.child(purpose).child(i).normal(shape));
  }

  /** Numbers in [0, 1), [items, shape]. */
  Tensor uniform(String purpose, long... shape) {
    return stacked(i -> random.child(purpose).child(i).uniform(shape));
  }

  /** Normal numbers that have no items, such as weights. */
  Tensor shared(String purpose, double scale, long... shape) {
    return TensorScope.compute(() -> place.bring(random.child(purpose).normal(shape).mul(scale)));
  }

  private interface Item {
    Tensor of(int index);
  }

  private Tensor stacked(Item item) {
    return TensorScope.compute(
        () -> place.bring(Tensor.stack(0, IntStream.range(0, items).mapToObj(item::of).toList())));
  }
}
