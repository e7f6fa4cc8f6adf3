package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;

/** Numbers that differ between the items of a batch. */
public final class PerItem {
  private PerItem() {}

  /** {@code values} as [N, 1, 1, 1], of the type and device of {@code like}. */
  public static Tensor of(double[] values, Tensor like) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(floats, values.length, 1, 1, 1).like(like);
  }
}
