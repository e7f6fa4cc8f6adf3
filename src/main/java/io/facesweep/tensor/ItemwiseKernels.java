package io.facesweep.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels of one opened net, by which each item of a batch gets the bits that it has alone on a
 * CPU. Which kernels a library picks for a batch is its own affair and differs between processors
 * and sizes. So the net is tried on noise when it first meets a size; where an item comes out
 * differently, batches of that size are computed with {@link BatchKernels#APART}.
 *
 * <p>Threads may share it: while one tries a size, others that meet it wait. A thread that has
 * chosen its kernels itself keeps them.
 */
public final class ItemwiseKernels {
  private static final Logger LOG = LoggerFactory.getLogger(ItemwiseKernels.class);

  private final Map<Size, BatchKernels> settled = new ConcurrentHashMap<>();

  /** What a net computes of some items. */
  public interface Attempt {
    /**
     * Computes on noise; an item's depends on its row alone.
     *
     * @param rows numbers of the items
     * @return results [rows, ...]
     */
    List<Tensor> of(int... rows);
  }

  private record Size(String what, List<Long> shape, boolean recorded) {}

  /**
   * Returns the kernels for a batch.
   *
   * @param device that it lies on
   * @param what the net computes
   * @param shape of what it is given, the number of items first
   * @param attempt tries the same size; called at most once for each
   */
  public BatchKernels of(Device device, String what, long[] shape, Attempt attempt) {
    BatchKernels chosen = BatchKernels.current();
    if (chosen != BatchKernels.WHOLE || shape[0] < 2 || !device.equals(Device.CPU)) {
      return chosen;
    }
    Size size = new Size(what, Arrays.stream(shape).boxed().toList(), GradMode.isEnabled());
    BatchKernels known = settled.get(size);
    return known == null ? settle(size, Math.toIntExact(shape[0]), attempt) : known;
  }

  private BatchKernels settle(Size size, int batch, Attempt attempt) {
    return settled.computeIfAbsent(
        size,
        missing -> {
          if (treatsItemsAlike(batch, attempt)) {
            return BatchKernels.WHOLE;
          }
          LOG.warn(
              "Batches are computed item by item: on this processor the kernels for a batch of {}"
                  + " round differently ({} of {})",
              batch,
              size.what(),
              size.shape());
          return BatchKernels.APART;
        });
  }

  private static boolean treatsItemsAlike(int batch, Attempt attempt) {
    List<List<float[]>> together = read(() -> attempt.of(IntStream.range(0, batch).toArray()));
    for (int row = 0; row < batch; row++) {
      int own = row;
      List<List<float[]>> alone = read(() -> attempt.of(own));
      for (int part = 0; part < alone.size(); part++) {
        if (!Arrays.equals(together.get(part).get(row), alone.get(part).get(0))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The elements of each item of each result. */
  private static List<List<float[]>> read(Supplier<List<Tensor>> results) {
    try (TensorScope scope = TensorScope.open()) {
      return results.get().stream().map(ItemwiseKernels::items).toList();
    }
  }

  private static List<float[]> items(Tensor result) {
    float[] all = result.toFloats();
    int count = Math.toIntExact(result.shape(0));
    int each = all.length / count;
    List<float[]> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(Arrays.copyOfRange(all, i * each, (i + 1) * each));
    }
    return items;
  }

  /** Standard normal noise [rows, shape] whose items depend on their rows alone. */
  private static Tensor noise(String purpose, int[] rows, long... shape) {
    return Tensor.stack(
        0,
        IntStream.of(rows).mapToObj(row -> RandomStream.of(purpose, row).normal(shape)).toList());
  }

  /** Noise for some rows, of the shape of a batch's items. */
  public static Tensor noiseLike(String purpose, Tensor batch, int... rows) {
    return noise(purpose, rows, Arrays.copyOfRange(batch.shape(), 1, batch.rank()));
  }

  /** Something that is computed of a tensor. */
  public interface Pass {
    Tensor of(Tensor input);
  }

  /**
   * Computes something of a tensor as the thread now would: with its backward pass where gradients
   * are recorded.
   *
   * @return the result, and the gradient of the input by noise
   */
  public static List<Tensor> bothWays(Tensor input, Pass pass, int... rows) {
    if (!GradMode.isEnabled()) {
      return List.of(pass.of(input));
    }
    Tensor leaf = input.asLeaf();
    Tensor result = pass.of(leaf);
    long[] each = Arrays.copyOfRange(result.shape(), 1, result.rank());
    return List.of(result.detach(), Autograd.gradient(result, noise("seed", rows, each), leaf));
  }
}
