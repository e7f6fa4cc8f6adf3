package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.render.CannyEdges;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/** The fixed edge image that the Canny ControlNet is given, in UV space. */
final class PriorEdges {
  /** Edges of the fixed texture. */
  static final String AUTO = "auto";

  private PriorEdges() {}

  /**
   * Canny edges of {@code texture.init-texture}, or the image that {@code texture.prior-edges}
   * names, as it is.
   *
   * @return [3, R, R] on the CPU, edges 1
   */
  static Tensor of(TextureSettings settings, FaceModel face) {
    int side = settings.resolution();
    if (!settings.priorEdges().equals(AUTO)) {
      return TextureImages.open(settings.priorEdges(), face, side);
    }
    return TensorScope.compute(
        () -> {
          float[] texture = TextureImages.open(settings.initTexture(), face, side).toFloats();
          float[] edges = CannyEdges.REFERENCE.detect(CannyEdges.luminance(texture), side, side);
          return Tensor.of(edges, 1, side, side).repeat(3, 1, 1);
        });
  }
}
