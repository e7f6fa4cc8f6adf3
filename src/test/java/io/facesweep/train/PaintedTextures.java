package io.facesweep.train;

import io.facesweep.face.FaceModels;
import io.facesweep.train.demo.Person;
import io.facesweep.train.demo.TexturePainter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** Textures of the demo world as files. */
public final class PaintedTextures {
  private static final Map<Integer, TexturePainter> PAINTERS = new ConcurrentHashMap<>();

  private PaintedTextures() {}

  /** Writes t0.png, t1.png ... of different people. */
  public static void paint(Path folder, int count, int side) throws IOException {
    TexturePainter painter =
        PAINTERS.computeIfAbsent(
            side, of -> new TexturePainter(FaceModels.open("builtin:head"), of));
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve("t%d.png".formatted(i));
      picture(file, painter.paint(Person.draw(random, 0), random), side, side);
    }
  }

  /**
   * Writes a picture.
   *
   * @param values [3, height, width] in [0, 1]
   */
  static void picture(Path file, float[] values, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int pixels = width * height;
    for (int i = 0; i < pixels; i++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        rgb = rgb << 8 | Math.round(255 * Math.min(1, values[channel * pixels + i]));
      }
      image.setRGB(i % width, i / width, rgb);
    }
    ImageIO.write(image, "png", file.toFile());
  }
}
