package io.facesweep.train;

import io.facesweep.render.CannyEdges;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;

/** The edges that a texture ControlNet learns to follow. */
public final class TextureEdges {
  private TextureEdges() {}

  /** Canny edges of images [N, 3, H, W] in [0, 1], in three equal channels. */
  public static Tensor of(Tensor images) {
    int count = Math.toIntExact(images.shape(0));
    int height = Math.toIntExact(images.shape(2));
    int width = Math.toIntExact(images.shape(3));
    float[] values = images.toFloats();
    float[] all = new float[count * height * width];
    int size = 3 * height * width;
    for (int n = 0; n < count; n++) {
      float[] own = Arrays.copyOfRange(values, n * size, (n + 1) * size);
      float[] edges = CannyEdges.REFERENCE.detect(CannyEdges.luminance(own), height, width);
      System.arraycopy(edges, 0, all, n * edges.length, edges.length);
    }
    return Tensor.of(all, count, 1, height, width).repeat(1, 3, 1, 1);
  }
}
