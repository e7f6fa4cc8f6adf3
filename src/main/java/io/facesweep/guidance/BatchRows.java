package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Items of a batch by their places. */
final class BatchRows {
  private BatchRows() {}

  /**
   * Returns some items.
   *
   * @param all [K, ...]
   * @param rows R places, ascending
   * @return [R, ...]
   */
  static Tensor of(Tensor all, int[] rows) {
    // slices, for indices would have to be copied to the device
    return rows.length == all.shape(0)
        ? all
        : Tensor.cat(0, IntStream.of(rows).mapToObj(row -> all.slice(0, row, row + 1L)).toList());
  }

  /**
   * Returns a batch that has zeros where there are no items.
   *
   * @param some [R, ...]
   * @param rows R places, ascending
   * @param like [K, ...]
   */
  static Tensor spread(Tensor some, int[] rows, Tensor like) {
    Tensor zeros = like.slice(0, 0, 1).zerosLike();
    List<Tensor> items = new ArrayList<>();
    for (int row = 0, next = 0; row < like.shape(0); row++) {
      boolean has = next < rows.length && rows[next] == row;
      items.add(has ? some.slice(0, next, next + 1L) : zeros);
      next += has ? 1 : 0;
    }
    return Tensor.cat(0, items);
  }

  /** Returns each item of one batch where it is chosen, and of another where not. */
  static Tensor chosen(boolean[] choice, Tensor yes, Tensor no) {
    return Tensor.cat(
        0,
        IntStream.range(0, choice.length)
            .mapToObj(i -> (choice[i] ? yes : no).slice(0, i, i + 1L))
            .toList());
  }
}
