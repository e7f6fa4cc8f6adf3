package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One number for each item of a batch. */
final class ItemValues {
  private ItemValues() {}

  /** A property of every element. */
  static <T> double[] of(List<T> items, ToDoubleFunction<T> property) {
    return items.stream().mapToDouble(property).toArray();
  }

  /** The numbers as [K, 1, ...] of the rank, type and device of a tensor [K, ...]. */
  static Tensor column(double[] values, Tensor like) {
    long[] shape = new long[like.rank()];
    Arrays.fill(shape, 1);
    shape[0] = values.length;
    return spread(values, shape, like);
  }

  /**
   * The numbers as [K, ...] of the type and device of a tensor, each in all elements of its item.
   * One number for all is made where it is needed; only numbers that differ are copied there.
   */
  static Tensor spread(double[] values, long[] shape, Tensor like) {
    if (Arrays.stream(values).allMatch(value -> value == values[0])) {
      return like.fullLike(values[0], shape);
    }
    int each = Math.toIntExact(Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact));
    float[] floats = new float[values.length * each];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i / each];
    }
    return Tensor.of(floats, shape).like(like);
  }

  /** Sum over all but the first axis, in float32 on the device, [K]. */
  static double[] sums(Tensor items) {
    return doubles(items.reshape(items.shape(0), -1).sum(1));
  }

  /** L2 norm of each item, [K]. */
  static double[] norms(Tensor items) {
    return doubles(items.reshape(items.shape(0), -1).norm(1));
  }

  static double[] doubles(Tensor values) {
    float[] floats = values.toFloats();
    double[] result = new double[floats.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = floats[i];
    }
    return result;
  }

  /** The elements of each item of [K, ...], in row-major order. */
  static List<float[]> split(Tensor items) {
    float[] all = items.toFloats();
    int count = Math.toIntExact(items.shape(0));
    int each = count == 0 ? 0 : all.length / count;
    List<float[]> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(Arrays.copyOfRange(all, i * each, (i + 1) * each));
    }
    return result;
  }
}
