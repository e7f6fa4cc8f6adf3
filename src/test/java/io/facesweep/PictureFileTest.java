package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
  @TempDir private Path folder;

  @Test
  void readsPngAndJpeg() throws IOException {
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] bytes = picture(format);
      assertThat(PictureFile.decode(bytes).getWidth()).isEqualTo(5);
      Path file = Files.write(folder.resolve("picture"), bytes);
      assertThat(PictureFile.read(file).getHeight()).isEqualTo(3);
    }
  }

  @Test
  void looksAtNoOtherFormat() throws IOException {
    for (String format : new String[] {"gif", "bmp", "tiff"}) {
      byte[] bytes = picture(format);
      assertThatThrownBy(() -> PictureFile.decode(bytes))
          .isInstanceOf(IOException.class)
          .hasMessage("it is no PNG or JPEG picture");
    }
    assertThatThrownBy(() -> PictureFile.decode(new byte[0]))
        .hasMessage("it is no PNG or JPEG picture");
    assertThatThrownBy(() -> PictureFile.read(folder)).hasMessage("it is no file");
  }

  @Test
  void asksTheHeaderForTheSizeFirst() throws IOException {
    Path file = folder.resolve("large.png");
    Files.write(file, claiming(30_000, 30_000));
    assertThatThrownBy(() -> PictureFile.read(file))
        .hasMessage(
            "it has 30000 x 30000 pixels (expected at most 16384 along a side and 134217728 in all)");
    Files.write(file, claiming(20_000, 2));
    assertThatThrownBy(() -> PictureFile.read(file)).hasMessageStartingWith("it has 20000 x 2 ");
    Files.write(file, claiming(16_000, 16_000));
    assertThatThrownBy(() -> PictureFile.read(file)).hasMessageStartingWith("it has 16000 x 16000");
  }

  @Test
  void contactSheetsMayBeWide() throws IOException {
    ByteArrayOutputStream wide = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20_000, 2, BufferedImage.TYPE_BYTE_GRAY), "png", wide);
    assertThat(PictureFile.decode(wide.toByteArray()).getWidth()).isEqualTo(20_000);
    assertThatThrownBy(() -> PictureFile.decode(claiming(200_000, 1_000)))
        .hasMessageStartingWith("it has 200000 x 1000 pixels");
  }

  @Test
  void saysThatAPictureIsDamaged() throws IOException {
    byte[] bytes = picture("png");
    assertThatThrownBy(() -> PictureFile.decode(Arrays.copyOf(bytes, bytes.length / 2)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("it is damaged (");
  }

  private static byte[] picture(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB), format, bytes))
        .isTrue();
    return bytes.toByteArray();
  }

  /** A small picture whose header claims another size. */
  private static byte[] claiming(int width, int height) throws IOException {
    byte[] bytes = picture("png");
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    header.putInt(29, (int) crc.getValue());
    return bytes;
  }
}
