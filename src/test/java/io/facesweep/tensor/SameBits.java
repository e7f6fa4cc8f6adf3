package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whether an item's numbers depend on its batch mates, to the last bit. */
public final class SameBits {
  /**
   * The kernels whose results are asserted: those that are exact on every processor. With {@code
   * -Dbatch.kernels=WHOLE} those that usually are.
   */
  public static final BatchKernels KERNELS =
      BatchKernels.valueOf(System.getProperty("batch.kernels", "APART"));

  /** Batches of 2, 3, 5 and 8, with items in several places. */
  private static final int[][] BATCHES = {
    {0, 1}, {1, 3, 0}, {4, 2, 5, 0, 1}, {7, 3, 1, 6, 0, 2, 5, 4}
  };

  private SameBits() {}

  /**
   * Asserts that every item comes out alone as in any batch.
   *
   * @param what is computed, for the failure's message
   * @param results of the items with these numbers: tensors whose first axis counts the items
   */
  public static void assertIndependent(String what, Function<int[], List<Tensor>> results) {
    assertIndependent(what, results, BATCHES);
  }

  /** The same for batches of choice: the numbers of their items. */
  public static void assertIndependent(
      String what, Function<int[], List<Tensor>> results, int[]... batches) {
    Map<Integer, List<float[]>> alone = new HashMap<>();
    for (int[] batch : batches) {
      for (int item : batch) {
        alone.computeIfAbsent(item, one -> split(results, one).get(0));
      }
    }
    for (int[] batch : batches) {
      List<List<float[]>> together = split(results, batch);
      for (int place = 0; place < batch.length; place++) {
        assertSame(
            "%s, item %d at %d of %d".formatted(what, batch[place], place, batch.length),
            together.get(place),
            alone.get(batch[place]));
      }
    }
  }

  private static void assertSame(String what, List<float[]> actual, List<float[]> expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertSame("%s, result %d".formatted(what, i), actual.get(i), expected.get(i));
    }
  }

  /** Asserts equality bit by bit; 0 and -0 differ. */
  public static void assertSame(String what, float[] actual, float[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    int different = 0;
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      if (Float.floatToRawIntBits(actual[i]) != Float.floatToRawIntBits(expected[i])) {
        different++;
        worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
      }
    }
    assertThat(different)
        .as("%s: elements of %d that differ, by up to %.3g", what, actual.length, worst)
        .isZero();
  }

  /** Results by item. */
  private static List<List<float[]>> split(Function<int[], List<Tensor>> results, int... items) {
    List<List<float[]>> split = new ArrayList<>();
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < items.length; i++) {
        split.add(new ArrayList<>());
      }
      for (Tensor result : results.apply(items)) {
        assertThat(result.shape(0)).isEqualTo(items.length);
        float[] all = result.toFloats();
        int each = all.length / items.length;
        for (int i = 0; i < items.length; i++) {
          split.get(i).add(Arrays.copyOfRange(all, i * each, (i + 1) * each));
        }
      }
    }
    return split;
  }

  /** Standard normal numbers of some items, [N, shape]; an item's depend on its number alone. */
  public static Tensor normal(String purpose, int[] items, long... shape) {
    return stack(items, item -> RandomStream.of(purpose, item).normal(shape));
  }

  /** Uniform numbers of some items in [0, 1), [N, shape]. */
  public static Tensor uniform(String purpose, int[] items, long... shape) {
    return stack(items, item -> RandomStream.of(purpose, item).uniform(shape));
  }

  private static Tensor stack(int[] items, Function<Integer, Tensor> item) {
    return Tensor.stack(0, Arrays.stream(items).boxed().map(item).toList());
  }
}
