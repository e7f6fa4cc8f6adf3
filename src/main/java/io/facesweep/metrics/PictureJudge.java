package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import java.util.List;

/** A net that judges pictures by themselves. */
@FunctionalInterface
public interface PictureJudge {
  /**
   * Asks about pictures.
   *
   * @param pictures [N, 3, H, W] in [0, 1]
   * @return for each of them one number, or a vector that stands for who is seen
   */
  List<double[]> answers(Tensor pictures);
}
