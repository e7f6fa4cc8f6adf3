package io.facesweep.assets;

import io.facesweep.synthesis.Snapshot;
import io.facesweep.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * An 8-bit RGB picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb [height, width, 3], row 0 on top; not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier of pixels, never compared.
public record Picture(int width, int height, byte[] rgb) {
  /**
   * @throws IllegalArgumentException if the pixels are not as many as the size says
   */
  public Picture {
    if (width < 1 || height < 1 || rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "Invalid picture: %d bytes for %d x %d pixels (expected 3 a pixel, at least one pixel)"
              .formatted(rgb.length, width, height));
    }
  }

  /**
   * Makes a picture of an image of floats.
   *
   * @param image [3, height, width] in [0, 1]; values outside are limited
   */
  public static Picture of(float[] image, int width, int height) {
    int pixels = width * height;
    if (image.length != 3 * pixels) {
      throw new IllegalArgumentException(
          "Invalid image: %d values (expected 3 x %d x %d)".formatted(image.length, height, width));
    }
    byte[] rgb = new byte[image.length];
    for (int i = 0; i < rgb.length; i++) {
      float value = image[i % 3 * pixels + i / 3];
      rgb[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
    }
    return new Picture(width, height, rgb);
  }

  /** Makes pictures of a batch of images [N, 3, H, W] in [0, 1], on any device. */
  public static List<Picture> ofBatch(Tensor images) {
    images.requireShape("images", -1, 3, -1, -1);
    int height = Math.toIntExact(images.shape(2));
    int width = Math.toIntExact(images.shape(3));
    float[] values = images.toFloats();
    int size = 3 * height * width;
    List<Picture> pictures = new ArrayList<>();
    for (int start = 0; start < values.length; start += size) {
      pictures.add(of(Arrays.copyOfRange(values, start, start + size), width, height));
    }
    return pictures;
  }

  /** A snapshot of a trial. */
  public static Picture of(Snapshot snapshot) {
    return new Picture(snapshot.size(), snapshot.size(), snapshot.rgb());
  }

  /** The middle columns of the picture. */
  public Picture middle(int columns) {
    int left = (width - columns) / 2;
    return of(image().getSubimage(left, 0, columns, height));
  }

  static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new Picture(width, height, rgb);
  }

  BufferedImage image() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  /** The picture as a PNG file. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image(), "png", bytes)) {
        throw new IllegalStateException("Cannot write PNG: this Java has no writer for it");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write PNG: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }
}
