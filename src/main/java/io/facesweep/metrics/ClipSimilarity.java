package io.facesweep.metrics;

import io.facesweep.diffusion.ClipModel;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;

/**
 * Similarity by CLIP.
 *
 * @param clip not owned
 */
public record ClipSimilarity(ClipModel clip) implements ImageTextSimilarity {
  @Override
  public double[][] cosines(Tensor images, List<String> texts) {
    int count = Math.toIntExact(images.shape(0));
    double[][] cosines = new double[texts.size()][count];
    try (TensorScope scope = TensorScope.open()) {
      float[] pictures = clip.images(images).toFloats();
      float[] words = clip.texts(texts).toFloats();
      int width = pictures.length / count;
      for (int t = 0; t < cosines.length; t++) {
        for (int i = 0; i < count; i++) {
          for (int k = 0; k < width; k++) {
            cosines[t][i] += (double) words[t * width + k] * pictures[i * width + k];
          }
        }
      }
    }
    return cosines;
  }
}
