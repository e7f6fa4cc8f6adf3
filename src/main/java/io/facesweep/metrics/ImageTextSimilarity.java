package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import java.util.List;

/** A model that says how well texts describe images, CLIP for one. */
public interface ImageTextSimilarity {
  /**
   * Cosines between the vectors of images and texts.
   *
   * @param images [N, 3, H, W] in [0, 1]
   * @param texts of any number
   * @return for each text the cosine with each image, in [-1, 1]
   */
  double[][] cosines(Tensor images, List<String> texts);
}
