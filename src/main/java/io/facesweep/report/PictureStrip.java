package io.facesweep.report;

import io.facesweep.PictureFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All views of a head side by side in one JPEG file: square cells, in the order of the report's
 * views. One file a head is what a browser loads fast.
 */
final class PictureStrip {
  /** The side of a cell at most, in pixels. */
  static final int MAX_SIDE = 256;

  private static final float QUALITY = 0.9f;

  /** How strips are made, for their {@link Recipe}. */
  static final String HOW =
      "strip of %d pixels, means or bicubic, JPEG at %s".formatted(MAX_SIDE, QUALITY);

  private static final Color ABSENT = new Color(0xe9, 0xe9, 0xe6);

  private PictureStrip() {}

  /**
   * The strip.
   *
   * @param views null where there is none: its cell stays plain
   */
  static byte[] of(List<@Nullable BufferedImage> views) {
    int side = MAX_SIDE;
    for (BufferedImage view : views) {
      if (view != null) {
        side = Math.min(MAX_SIDE, Math.max(view.getWidth(), view.getHeight()));
        break;
      }
    }
    BufferedImage strip =
        new BufferedImage(side * views.size(), side, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = strip.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    for (int i = 0; i < views.size(); i++) {
      BufferedImage view = views.get(i);
      graphics.setColor(view == null ? ABSENT : Color.WHITE);
      graphics.fillRect(i * side, 0, side, side);
      if (view != null && !PixelMeans.draw(view, strip, i * side, side)) {
        graphics.drawImage(view, i * side, 0, side, side, null);
      }
    }
    graphics.dispose();
    return jpeg(strip);
  }

  /**
   * Decodes a picture; null if it is none, or too large.
   *
   * @param file PNG or JPEG
   */
  static @Nullable BufferedImage decode(byte[] file) {
    try {
      return PictureFile.decode(file);
    } catch (IOException e) {
      return null; // whoever asks says that the file is damaged
    }
  }

  private static byte[] jpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write JPEG: " + e.getMessage(), e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
