package io.facesweep.train.demo;

import io.facesweep.tensor.Tensor;

/**
 * How sharp pictures are: the variance of the Laplacian of their brightness (Pech-Pacheco et al.
 * 2000), which blur lowers.
 */
final class Sharpness {
  private Sharpness() {}

  /**
   * Returns the mean over pictures.
   *
   * @param images [N, 3, H, W] in [0, 1]
   */
  static double of(Tensor images) {
    Tensor grey = images.meanKeep(1);
    long height = grey.shape(2);
    long width = grey.shape(3);
    Tensor rows = grey.slice(2, 1, height - 1);
    Tensor middle = rows.slice(3, 1, width - 1);
    Tensor columns = grey.slice(3, 1, width - 1);
    Tensor laplacian =
        rows.slice(3, 0, width - 2)
            .add(rows.slice(3, 2, width))
            .add(columns.slice(2, 0, height - 2))
            .add(columns.slice(2, 2, height))
            .sub(middle.mul(4));
    float[] squares = laplacian.square().mean(1, 2, 3).toFloats();
    float[] means = laplacian.mean(1, 2, 3).toFloats();
    double sum = 0;
    for (int i = 0; i < squares.length; i++) {
      sum += squares[i] - means[i] * means[i];
    }
    return sum / squares.length;
  }
}
