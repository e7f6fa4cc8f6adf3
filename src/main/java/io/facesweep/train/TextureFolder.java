package io.facesweep.train;

import io.facesweep.PictureFile;
import io.facesweep.UserException;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A user's UV textures: the PNG and JPEG files of a folder, square, at one size. */
final class TextureFolder {
  private final List<byte[]> images = new ArrayList<>();
  private final int side;

  private TextureFolder(int side) {
    this.side = side;
  }

  /**
   * Reads all textures of a folder.
   *
   * @param side to which they are resized; none may be smaller than half of it
   * @param listener hears which files are left out
   * @throws UserException listing what cannot be used, when asked to stop or nothing is left
   */
  static TextureFolder read(
      Path folder, int side, TexturePriorTraining.BadFiles bad, TrainingListener listener) {
    TextureFolder textures = new TextureFolder(side);
    List<String> problems = new ArrayList<>();
    for (Path file : pictures(folder)) {
      String problem = textures.add(file);
      if (problem != null) {
        problems.add("%s: %s".formatted(file.getFileName(), problem));
      }
    }
    String list = String.join(System.lineSeparator() + "  ", problems);
    if (bad == TexturePriorTraining.BadFiles.STOP && !problems.isEmpty()) {
      throw new UserException(
          "Cannot use %d files of %s (--bad-files skip leaves them out):%n  %s"
              .formatted(problems.size(), folder, list));
    }
    if (textures.images.isEmpty()) {
      throw new UserException(
          "Cannot train on %s: it holds no usable PNG or JPEG files%s"
              .formatted(folder, problems.isEmpty() ? "" : String.format(":%n  %s", list)));
    }
    if (!problems.isEmpty()) {
      listener.message("left out %d files:%n  %s".formatted(problems.size(), list));
    }
    return textures;
  }

  private static List<Path> pictures(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException("Cannot read textures: there is no directory %s".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .toLowerCase(Locale.ROOT)
                      .matches(".*\\.(png|jpe?g)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserException("Cannot list %s: %s".formatted(folder, e), e);
    }
  }

  /** Why the file cannot be used, or null. */
  private @Nullable String add(Path file) {
    BufferedImage picture;
    try {
      picture = PictureFile.read(file);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    int width = picture.getWidth();
    if (width != picture.getHeight()) {
      return "%d x %d pixels (expected a square)".formatted(width, picture.getHeight());
    }
    if (2 * width < side) {
      return "%d x %d pixels (expected at least %d)".formatted(width, width, (side + 1) / 2);
    }
    images.add(resized(picture));
    return null;
  }

  private byte[] resized(BufferedImage picture) {
    int width = picture.getWidth();
    int[] pixels = picture.getRGB(0, 0, width, width, null, 0, width);
    float[] values = new float[3 * width * width];
    for (int i = 0; i < pixels.length; i++) {
      for (int channel = 0; channel < 3; channel++) {
        values[channel * pixels.length + i] = (pixels[i] >> (16 - 8 * channel) & 0xff) / 255f;
      }
    }
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor whole = Tensor.of(values, 1, 3, width, width);
      Tensor fit = width == side ? whole : Functional.resizeAntialiased(whole, side, side);
      float[] resized = fit.toFloats();
      byte[] bytes = new byte[resized.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, resized[i])));
      }
      return bytes;
    }
  }

  int count() {
    return images.size();
  }

  int side() {
    return side;
  }

  /** One texture [3, side, side] in [0, 1]. */
  float[] texture(int index) {
    byte[] bytes = images.get(index);
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xff) / 255f;
    }
    return values;
  }
}
