package io.facesweep;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG and JPEG pictures that others made; no other format is looked at. A picture's size is
 * asked of its header before anything is decoded, since few bytes can claim many pixels.
 *
 * <p>The messages of the exceptions are reasons that begin with "it": who asks for a picture names
 * it.
 */
public final class PictureFile {
  /** The longest side that is decoded, pixels. */
  public static final int MAX_SIDE = 16_384;

  /**
   * The most pixels that are decoded: those of a contact sheet with two rows of 64 views of 1024.
   */
  public static final long MAX_PIXELS = 1L << 27;

  private static final List<String> FORMATS = List.of("png", "jpeg");

  private PictureFile() {}

  /**
   * Decodes a file.
   *
   * @throws IOException if it is not there, no PNG or JPEG, damaged, or too large; the message is
   *     the reason
   */
  public static BufferedImage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no file");
    }
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return decode(in, MAX_SIDE);
    }
  }

  /**
   * Decodes the bytes of a file, which may be a contact sheet: its pixels count, and not how long a
   * side is.
   *
   * @throws IOException as {@link #read}
   */
  public static BufferedImage decode(byte[] bytes) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return decode(in, Integer.MAX_VALUE);
    }
  }

  private static BufferedImage decode(ImageInputStream in, int maxSide) throws IOException {
    ImageReader reader = reader(in);
    if (reader == null) {
      throw new IOException("it is no PNG or JPEG picture");
    }
    try {
      reader.setInput(in, true, true);
      requireSize(reader.getWidth(0), reader.getHeight(0), maxSide);
      return reader.read(0);
    } catch (TooLarge e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // decoders throw all kinds of exceptions at damaged pictures
      throw new IOException(
          "it is damaged (%s)".formatted(ForeignText.quoted(String.valueOf(e.getMessage()))), e);
    } catch (OutOfMemoryError e) {
      throw new IOException("it asks for more memory than there is", e);
    } finally {
      reader.dispose();
    }
  }

  private static @Nullable ImageReader reader(ImageInputStream in) {
    for (String format : FORMATS) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        if (canDecode(reader, in)) {
          return reader;
        }
        reader.dispose();
      }
    }
    return null;
  }

  private static boolean canDecode(ImageReader reader, ImageInputStream in) {
    try {
      return reader.getOriginatingProvider().canDecodeInput(in);
    } catch (IOException e) {
      return false; // too short for the format's first bytes
    }
  }

  private static void requireSize(int width, int height, int maxSide) throws TooLarge {
    if (width > maxSide || height > maxSide || (long) width * height > MAX_PIXELS) {
      throw new TooLarge(
          "it has %d x %d pixels (expected at most %d along a side and %d in all)"
              .formatted(width, height, MAX_SIDE, MAX_PIXELS));
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }
}
