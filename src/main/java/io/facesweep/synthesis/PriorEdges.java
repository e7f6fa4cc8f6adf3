package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.face.FaceModel;
import io.facesweep.render.CannyEdges;
import io.facesweep.settings.PriorKind;
import io.facesweep.settings.Setting;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Optional;

/**
 * The edges that the Canny prior is given: those of {@code texture.init-texture}, or the image that
 * {@code texture.prior-edges} names. A ControlNet that is shown no edges draws a blur.
 */
public final class PriorEdges {
  private static final int CHANNELS = 3;

  /** What a grey value of an image of edges must exceed to be one. */
  private static final double THRESHOLD = 0.5;

  /** How long edges are at least, in sides of the texture; a face's are 2 to 5. */
  private static final double LEAST_SIDES = 0.5;

  private PriorEdges() {}

  /**
   * Returns why a trial cannot have the Canny prior: an image that cannot be read, or that has
   * (almost) no edges; empty where it can, or has another prior.
   */
  public static List<String> problems(TextureSettings settings, FaceModel face) {
    if (settings.prior() != PriorKind.CANNY_CONTROLNET) {
      return List.of();
    }
    int side = settings.resolution();
    try (TensorScope scope = TensorScope.open()) {
      long found = (long) edges(settings, face).sum().item();
      long expected = Math.round(LEAST_SIDES * side);
      return found >= expected ? List.of() : List.of(tooFew(settings, face, found, expected));
    } catch (UserException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static String tooFew(
      TextureSettings settings, FaceModel face, long found, long expected) {
    boolean isAutomatic = settings.priorEdges().equals(Setting.AUTO);
    return "Invalid texture.prior-edges: %s (expected an image with at least %d texels of edges at %d x %d; %s has %d%s)"
        .formatted(
            settings.priorEdges(),
            expected,
            settings.resolution(),
            settings.resolution(),
            isAutomatic ? settings.initTexture() + " on " + face.name() : "it",
            found,
            isAutomatic
                ? ": name a map of edges, or a texture.init-texture that shows a face"
                : "");
  }

  /**
   * Returns the edges [3, R, R] that were made for a trial's Canny prior, 1 on edges, else 0;
   * nothing where it has no such prior, or a picture of edges by name.
   */
  public static Optional<float[]> made(TextureSettings settings, FaceModel face) {
    boolean isMade =
        settings.prior() == PriorKind.CANNY_CONTROLNET
            && settings.priorEdges().equals(Setting.AUTO);
    try (TensorScope scope = TensorScope.open()) {
      return isMade ? Optional.of(of(settings, face).toFloats()) : Optional.empty();
    }
  }

  /** Returns the edges [3, R, R] on the CPU, 1 on edges, else 0. */
  static Tensor of(TextureSettings settings, FaceModel face) {
    return TensorScope.compute(() -> edges(settings, face).repeat(CHANNELS, 1, 1));
  }

  /** [1, R, R]. */
  private static Tensor edges(TextureSettings settings, FaceModel face) {
    int side = settings.resolution();
    if (!settings.priorEdges().equals(Setting.AUTO)) {
      Tensor grey = TextureImages.open(settings.priorEdges(), face, side).meanKeep(0);
      return grey.greater(THRESHOLD).where(grey.onesLike(), grey.zerosLike());
    }
    float[] texture = TextureImages.open(settings.initTexture(), face, side).toFloats();
    float[] edges = CannyEdges.REFERENCE.detect(CannyEdges.luminance(texture), side, side);
    return Tensor.of(edges, 1, side, side);
  }
}
