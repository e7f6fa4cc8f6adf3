package io.facesweep.synthesis;

import io.facesweep.PictureFile;
import io.facesweep.UserException;
import io.facesweep.face.FaceModel;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The images that {@code texture.init-texture} and {@code texture.prior-edges} name. */
final class TextureImages {
  /** The plain skin that is made by code. */
  static final String BUILTIN_SKIN = "builtin:skin";

  /** Red, green and blue. */
  static final int CHANNELS = 3;

  private TextureImages() {}

  /**
   * Opens an image in the face's UV layout.
   *
   * @param spec {@code builtin:skin} or a PNG or JPEG file
   * @param side the image is resized to, texels
   * @return [3, side, side] in [0, 1] on the CPU, row 0 on top
   * @throws UserException if the file cannot be read
   */
  static Tensor open(String spec, FaceModel face, int side) {
    if (spec.equals(BUILTIN_SKIN)) {
      return Tensor.of(SkinTexture.of(face, side), 3, side, side);
    }
    BufferedImage image = read(path(spec));
    return TensorScope.compute(
        () -> GeometryRenders.resized(pixels(image).unsqueeze(0), side).squeeze(0).clamp(0, 1));
  }

  /** Returns why an image cannot be opened; empty where it can. */
  static List<String> problems(String spec, FaceModel face, int side) {
    if (spec.equals(BUILTIN_SKIN)) {
      return List.of();
    }
    try (TensorScope scope = TensorScope.open()) {
      open(spec, face, side);
      return List.of();
    } catch (UserException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static Path path(String spec) {
    try {
      return Path.of(spec);
    } catch (InvalidPathException e) {
      throw new UserException(
          "Cannot read texture image '%s': %s (expected a path)".formatted(spec, e.getReason()), e);
    }
  }

  private static BufferedImage read(Path file) {
    BufferedImage image;
    try {
      image = PictureFile.read(file);
    } catch (IOException e) {
      throw new UserException(
          "Cannot read texture image %s: %s (expected a PNG or JPEG file)"
              .formatted(file, e.getMessage()),
          e);
    }
    if (image.getWidth() != image.getHeight()) {
      throw new UserException(
          "Cannot use texture image %s: %d x %d pixels (expected a square)"
              .formatted(file, image.getWidth(), image.getHeight()));
    }
    return image;
  }

  /** [3, H, W] in [0, 1]. */
  private static Tensor pixels(BufferedImage image) {
    int width = image.getWidth();
    int count = width * image.getHeight();
    int[] packed = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    float[] values = new float[3 * count];
    for (int i = 0; i < count; i++) {
      values[i] = (packed[i] >> 16 & 255) / 255f;
      values[count + i] = (packed[i] >> 8 & 255) / 255f;
      values[2 * count + i] = (packed[i] & 255) / 255f;
    }
    return Tensor.of(values, 3, image.getHeight(), width);
  }
}
