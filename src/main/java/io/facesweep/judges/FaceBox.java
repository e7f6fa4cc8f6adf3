package io.facesweep.judges;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/**
 * A square part of a square picture.
 *
 * @param x of its centre, a fraction of the picture, to the right
 * @param y of its centre, down
 * @param side a fraction of the picture
 */
public record FaceBox(double x, double y, double side) {
  /** All of a picture. */
  static final FaceBox WHOLE = new FaceBox(0.5, 0.5, 1);

  /** A crop is this much larger than the face. */
  private static final double MARGIN = 1.5;

  /** Returns the box with what is around it. */
  FaceBox widened() {
    return new FaceBox(x, y, MARGIN * side);
  }

  /**
   * Cuts it out, bilinear and without a low-pass filter; the border goes on outside.
   *
   * @param pictures [N, C, H, W]
   * @param pixels side of the result
   * @return [N, C, pixels, pixels], in the caller's scope
   */
  Tensor crop(Tensor pictures, int pixels) {
    return TensorScope.compute(
        () -> {
          float[] grid = new float[pixels * pixels * 2];
          for (int row = 0; row < pixels; row++) {
            for (int column = 0; column < pixels; column++) {
              int at = (row * pixels + column) * 2;
              grid[at] = (float) (2 * (x + offset(column, pixels)) - 1);
              grid[at + 1] = (float) (2 * (y + offset(row, pixels)) - 1);
            }
          }
          long count = pictures.shape(0);
          Tensor positions =
              Tensor.of(grid, 1, pixels, pixels, 2)
                  .to(pictures.device())
                  .expand(count, pixels, pixels, 2);
          return Functional.gridSample(
              pictures, positions, Functional.Sampling.BILINEAR, Functional.Padding.BORDER);
        });
  }

  private double offset(int pixel, int pixels) {
    return ((pixel + 0.5) / pixels - 0.5) * side;
  }

  /** Returns where a point of a crop lies in the picture: x and y as fractions. */
  double[] inPicture(double cropX, double cropY, int pixels) {
    return new double[] {
      cropX / pixels * side + x - side / 2, cropY / pixels * side + y - side / 2
    };
  }
}
