package io.facesweep.guidance;

import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Tensor;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What one ControlNet is to see, and how much it counts.
 *
 * @param role of the ControlNet
 * @param images [K, C, f h, f w] in [0, 1] for latents [K, 4, h, w]: depth, edges ...; every text's
 *     prediction sees them
 * @param scales factors of the residuals, one for each of the K items
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record Control(ModelRole role, Tensor images, double[] scales) {
  /**
   * Returns what some of the items see.
   *
   * @param rows their places
   * @param counts whether the ControlNet counts for an item, by its place
   */
  Control of(int[] rows, IntPredicate counts) {
    double[] own =
        IntStream.of(rows).mapToDouble(row -> counts.test(row) ? scales[row] : 0).toArray();
    return new Control(role, BatchRows.of(images, rows), own);
  }
}
