package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

class AnimatedGifTest {
  private static Picture plain(int width, int height, int red) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
    }
    return new Picture(width, height, rgb);
  }

  @Test
  void loopsForEverAndHoldsTheLastFrame() throws IOException {
    List<Picture> frames = List.of(plain(8, 4, 0), plain(8, 4, 128), plain(8, 4, 255));
    byte[] gif = AnimatedGif.of(frames, 120, 1500);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));

    assertThat(new String(gif, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("GIF89a");
    assertThat(reader.getNumImages(true)).isEqualTo(3);
    assertThat(reader.read(1).getRGB(3, 2) & 0xffffff).isEqualTo(128 << 16);
    assertThat(delay(reader, 0)).isEqualTo("12");
    assertThat(delay(reader, 1)).isEqualTo("12");
    assertThat(delay(reader, 2)).isEqualTo("150");
    IIOMetadataNode loop = node(reader, 0, "ApplicationExtension");
    assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
    assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
  }

  @Test
  void rejectsFramesOfTwoSizes() {
    assertThatThrownBy(() -> AnimatedGif.of(List.of(plain(8, 4, 0), plain(4, 4, 0)), 100, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid frame: 4 x 4 pixels (expected 8 x 4 as the first)");
  }

  @Test
  void rejectsAnAnimationWithoutFrames() {
    assertThatThrownBy(() -> AnimatedGif.of(List.of(), 100, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid frames: none (expected at least one)");
  }

  private static String delay(ImageReader reader, int frame) throws IOException {
    return node(reader, frame, "GraphicControlExtension").getAttribute("delayTime");
  }

  private static IIOMetadataNode node(ImageReader reader, int frame, String name)
      throws IOException {
    IIOMetadataNode root =
        (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }
}
