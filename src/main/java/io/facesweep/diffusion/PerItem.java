package io.facesweep.diffusion;

import io.facesweep.tensor.HostArrays;
import io.facesweep.tensor.Tensor;
import java.util.List;

/** Numbers that differ between the items of a batch. */
public final class PerItem {
  private PerItem() {}

  /** {@code values} as [N, 1, 1, 1], of the type and device of {@code like}. */
  public static Tensor of(double[] values, Tensor like) {
    return of(like, values).get(0);
  }

  /** Several numbers of each item, in one copy; each as by {@link #of(double[], Tensor)}. */
  public static List<Tensor> of(Tensor like, double[]... rows) {
    HostArrays arrays = new HostArrays();
    for (double[] row : rows) {
      float[] floats = new float[row.length];
      for (int i = 0; i < row.length; i++) {
        floats[i] = (float) row[i];
      }
      arrays.add(floats, row.length, 1, 1, 1);
    }
    return arrays.to(like.device()).floats().stream().map(row -> row.to(like.dtype())).toList();
  }
}
