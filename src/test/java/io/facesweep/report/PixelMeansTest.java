package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PixelMeansTest {
  private static final int SIDE = 4;

  private static BufferedImage noise(int width, int height, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    SplittableRandom random = new SplittableRandom(3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    return picture;
  }

  private static BufferedImage strip() {
    return new BufferedImage(3 * SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
  }

  @Test
  void aPixelIsTheMeanOfThoseThatItStandsFor() {
    BufferedImage picture = noise(3 * SIDE, 3 * SIDE, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage strip = strip();
    assertThat(PixelMeans.draw(picture, strip, SIDE, SIDE)).isTrue();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < strip.getWidth(); x++) {
        boolean isInside = x >= SIDE && x < 2 * SIDE;
        assertThat(strip.getRGB(x, y))
            .isEqualTo(isInside ? mean(picture, 3 * (x - SIDE), 3 * y, 3) : 0xff000000);
      }
    }
  }

  private static int mean(BufferedImage picture, int left, int top, int every) {
    int[] sums = new int[3];
    for (int pixel : picture.getRGB(left, top, every, every, null, 0, every)) {
      sums[0] += pixel >> 16 & 0xff;
      sums[1] += pixel >> 8 & 0xff;
      sums[2] += pixel & 0xff;
    }
    double count = every * every;
    return 0xff000000
        | (int) Math.round(sums[0] / count) << 16
        | (int) Math.round(sums[1] / count) << 8
        | (int) Math.round(sums[2] / count);
  }

  @Test
  void whatIsNotLargerByAWholeNumberIsLeftToOthers() {
    int type = BufferedImage.TYPE_3BYTE_BGR;
    assertThat(PixelMeans.draw(noise(SIDE, SIDE, type), strip(), 0, SIDE)).isFalse();
    assertThat(PixelMeans.draw(noise(9, 9, type), strip(), 0, SIDE)).isFalse();
    assertThat(PixelMeans.draw(noise(2 * SIDE, SIDE, type), strip(), 0, SIDE)).isFalse();
    assertThat(PixelMeans.draw(noise(SIDE / 2, SIDE / 2, type), strip(), 0, SIDE)).isFalse();
  }

  @Test
  void picturesOfOtherKindsAndPartsOfPicturesAreLeftToOthers() {
    BufferedImage clear = noise(2 * SIDE, 2 * SIDE, BufferedImage.TYPE_4BYTE_ABGR);
    assertThat(PixelMeans.draw(clear, strip(), 0, SIDE)).isFalse();
    BufferedImage sheet = noise(5 * SIDE, 5 * SIDE, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage part = sheet.getSubimage(1, 1, 2 * SIDE, 2 * SIDE);
    assertThat(PixelMeans.draw(part, strip(), 0, SIDE)).isFalse();
  }
}
