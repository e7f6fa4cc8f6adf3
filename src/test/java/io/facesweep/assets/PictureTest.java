package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.synthesis.Snapshot;
import io.facesweep.synthesis.SynthesisPhase;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
  /** Two pixels side by side: (0, 0.5, 1) and (2, -1, 0.25), planar. */
  private static final float[] TWO = {0, 2, 0.5f, -1, 1, 0.25f};

  @Test
  void turnsPlanesIntoLimitedPixels() {
    assertThat(Picture.of(TWO, 2, 1).rgb())
        .containsExactly(0, (byte) 128, (byte) 255, (byte) 255, 0, 64);
  }

  @Test
  void splitsABatch() {
    try (TensorScope scope = TensorScope.open()) {
      List<Picture> pictures =
          Picture.ofBatch(Tensor.cat(0, Tensor.zeros(1, 3, 2, 5), Tensor.ones(1, 3, 2, 5)));
      assertThat(pictures).hasSize(2);
      assertThat(pictures.get(1).width()).isEqualTo(5);
      assertThat(pictures.get(1).height()).isEqualTo(2);
      assertThat(pictures.get(0).rgb()).containsOnly(0);
      assertThat(pictures.get(1).rgb()).containsOnly(255);
    }
  }

  @Test
  void writesPngThatReadsBackAlike() throws IOException {
    byte[] png = Picture.of(TWO, 2, 1).png();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0x0080ff);
    assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0xff0040);
    assertThat(Picture.of(image).rgb()).isEqualTo(Picture.of(TWO, 2, 1).rgb());
  }

  @Test
  void takesSnapshots() {
    byte[] rgb = new byte[12];
    Picture picture = Picture.of(new Snapshot(SynthesisPhase.TEXTURE, 3, 2, rgb));
    assertThat(picture.width()).isEqualTo(2);
    assertThat(picture.rgb()).isSameAs(rgb);
  }

  @Test
  void rejectsPixelsThatDoNotFitTheSize() {
    assertThatThrownBy(() -> new Picture(2, 2, new byte[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid picture: 11 bytes for 2 x 2 pixels (expected 3 a pixel, at least one pixel)");
    assertThatThrownBy(() -> Picture.of(TWO, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid image: 6 values (expected 3 x 2 x 2)");
  }

  @Test
  void arrangesAContactSheet() {
    Picture black = new Picture(4, 3, new byte[36]);
    Picture plain = ContactSheet.of(List.of(List.of(black, black), List.of(black)));
    assertThat(plain.width()).isEqualTo(4 + 2 + 4);
    assertThat(plain.height()).isEqualTo(3 + 2 + 3);
    BufferedImage image = plain.image();
    assertThat(image.getRGB(7, 1) & 0xffffff).isZero();
    assertThat(image.getRGB(7, 6) & 0xffffff).as("no second cell").isEqualTo(0xffffff);

    Picture labelled =
        ContactSheet.labelled(List.of(List.of(new ContactSheet.Cell(black, "a label"))));
    assertThat(labelled.height()).isEqualTo(3 + 16);
    assertThatThrownBy(() -> ContactSheet.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid contact sheet: no cells (expected at least one)");
  }
}
