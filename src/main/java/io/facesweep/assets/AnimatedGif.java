package io.facesweep.assets;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes endless animations (GIF89a with the Netscape loop extension), each frame with 256 colours
 * of its own.
 */
public final class AnimatedGif {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  private AnimatedGif() {}

  /**
   * An animation that starts over for ever.
   *
   * @param frames at least one, of one size
   * @param milliseconds how long a frame is shown; GIF counts hundredths of a second
   * @param holdMilliseconds how long the last one is shown
   */
  public static byte[] of(List<Picture> frames, int milliseconds, int holdMilliseconds) {
    requireOneSize(frames);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.size(); i++) {
        boolean last = i == frames.size() - 1;
        BufferedImage image = frames.get(i).image();
        int delay = (last ? holdMilliseconds : milliseconds) / 10;
        writer.writeToSequence(new IIOImage(image, null, metadata(writer, image, delay)), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write GIF: " + e.getMessage(), e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static void requireOneSize(List<Picture> frames) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("Invalid frames: none (expected at least one)");
    }
    Picture first = frames.get(0);
    for (Picture frame : frames) {
      if (frame.width() != first.width() || frame.height() != first.height()) {
        throw new IllegalArgumentException(
            "Invalid frame: %d x %d pixels (expected %d x %d as the first)"
                .formatted(frame.width(), frame.height(), first.width(), first.height()));
      }
    }
  }

  private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, int hundredths)
      throws IIOInvalidTreeException {
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(image), parameters);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0}); // sub-block 1: 0 repetitions stand for endless
    extensions.appendChild(loop);
    root.appendChild(extensions);
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }
}
