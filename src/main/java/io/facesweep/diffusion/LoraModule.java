package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StoredTensor;
import io.facesweep.weights.TensorReading;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a LoRA adds to one layer: alpha / rank times up times down (Hu et al. 2021, arXiv
 * 2106.09685).
 *
 * @param name of the layer in the file
 * @param down [rank, in], or [rank, in, k, k] for a convolution
 * @param up [out, rank], or [out, rank, 1, 1]
 * @param alpha NaN where the file says nothing: the rank
 */
record LoraModule(String name, Path file, StoredTensor down, StoredTensor up, double alpha) {
  /** Elements of a weight that are changed at once on a CPU. */
  private static final long BLOCK = 1 << 18;

  /**
   * Checks the two matrices against each other.
   *
   * @param alpha for a rank
   * @throws UserException if one is missing or they are of different ranks
   */
  static LoraModule of(
      String name,
      Path file,
      @Nullable StoredTensor down,
      @Nullable StoredTensor up,
      LongToDoubleFunction alpha) {
    if (down == null || up == null) {
      throw refused(file, name, "has one of its two matrices only");
    }
    long[] from = down.shape();
    long[] to = up.shape();
    boolean isLinear = from.length == 2 && to.length == 2;
    boolean isConvolution = from.length == 4 && to.length == 4 && to[2] == 1 && to[3] == 1;
    if (!isLinear && !isConvolution) {
      throw refused(
          file,
          name,
          "has matrices %s and %s (expected [rank, in] and [out, rank], or those of convolutions)"
              .formatted(Arrays.toString(from), Arrays.toString(to)));
    }
    if (from[0] != to[1] || from[0] < 1) {
      throw refused(
          file,
          name,
          "has matrices of ranks %d and %d (expected the same)".formatted(from[0], to[1]));
    }
    return new LoraModule(name, file, down, up, alpha.applyAsDouble(from[0]));
  }

  /**
   * Adds this to a layer's weight, in float32. A weight of another type is changed some rows at a
   * time: what a processor keeps near costs a fraction of what goes through memory.
   *
   * @param weight [out, in] or [out, in, k, k], which is overwritten
   * @param factor of the user's
   */
  Tensor added(Tensor weight, double factor) {
    long[] shape = weight.shape();
    long rank = down.shape()[0];
    boolean isPointwise = shape.length == 4 && shape[2] == 1 && shape[3] == 1;
    boolean fits =
        shape.length >= 2
            && up.shape()[0] == shape[0]
            && down.shape()[1] == shape[1]
            && (down.shape().length == 2
                ? shape.length == 2 || isPointwise
                : shape.length == 2
                    ? down.shape()[2] == 1 && down.shape()[3] == 1
                    : down.shape()[2] == shape[2] && down.shape()[3] == shape[3]);
    if (!fits) {
      throw refused(
          file,
          name,
          "changes a layer from %d to %d, which is %s here: the LoRA is for another base"
              .formatted(down.shape()[1], up.shape()[0], Arrays.toString(shape)));
    }
    double scale = factor * (Double.isNaN(alpha) ? 1 : alpha / rank);
    try (TensorScope scope = TensorScope.open()) {
      Tensor left = matrix(up).to(weight.device());
      Tensor right = matrix(down).to(weight.device());
      add(weight.reshape(shape[0], -1), left, right, scale);
    }
    return weight;
  }

  private static void add(Tensor weight, Tensor left, Tensor right, double scale) {
    if (weight.dtype() == DType.FLOAT32) {
      weight.addProductInPlace(left, right, scale);
      return;
    }
    long all = weight.shape(0);
    Device device = weight.device();
    long rows = device.isCuda() ? all : Math.min(all, Math.max(1, BLOCK / weight.shape(1)));
    Tensor room = left.fullLike(0, rows, weight.shape(1));
    for (long begin = 0; begin < all; begin += rows) {
      long end = Math.min(all, begin + rows);
      try (TensorScope scope = TensorScope.open()) {
        Tensor own = weight.slice(0, begin, end);
        Tensor sum = room.slice(0, 0, end - begin);
        sum.copyInPlace(own).addProductInPlace(left.slice(0, begin, end), right, scale);
        own.copyInPlace(sum);
      }
    }
  }

  /** Reads one as [its first dimension, the product of the others]. */
  private Tensor matrix(StoredTensor stored) {
    Tensor values = TensorReading.float32(stored);
    if (!TensorReading.isFinite(values)) {
      throw refused(file, name, "has values that are NaN or infinite");
    }
    return values.reshape(stored.shape()[0], -1);
  }

  private static UserException refused(Path file, String name, String why) {
    return new UserException(
        "Cannot use LoRA %s: '%s' %s".formatted(file, ForeignText.quoted(name), why));
  }
}
