package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.PictureFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Java's own decoder. */
class PlainPngTest {
  private static final int WIDTH = 13;
  private static final int HEIGHT = 11;

  private static BufferedImage drawn(int type) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    SplittableRandom random = new SplittableRandom(7);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean isNoise = y > HEIGHT / 2;
        picture.setRGB(x, y, isNoise ? random.nextInt() : 0xff000000 | 5 * x << 16 | 9 * y << 8);
      }
    }
    return picture;
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, "png", bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** A file of rows of random bytes, each row with its filter. */
  private static byte[] filtered(String chunk, int... filters) {
    byte[] rows = new byte[HEIGHT * (1 + 3 * WIDTH)];
    SplittableRandom random = new SplittableRandom(filters.length);
    for (int i = 0; i < rows.length; i++) {
      int row = i / (1 + 3 * WIDTH);
      boolean isFilter = i % (1 + 3 * WIDTH) == 0;
      rows[i] = (byte) (isFilter ? filters[row % filters.length] : random.nextInt());
    }
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] deflated = new byte[2 * rows.length];
    int size = deflater.deflate(deflated);
    deflater.end();
    ByteBuffer header = ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT);
    header.put(new byte[] {8, 2, 0, 0, 0});
    ByteBuffer file = ByteBuffer.allocate(4 * rows.length).putLong(0x89504e470d0a1a0aL);
    chunk(file, "IHDR", header.array());
    chunk(file, chunk, new byte[6]);
    chunk(file, "IDAT", Arrays.copyOf(deflated, size / 3));
    chunk(file, "IDAT", new byte[0]);
    chunk(file, "IDAT", Arrays.copyOfRange(deflated, size / 3, size));
    chunk(file, "IEND", new byte[0]);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static void chunk(ByteBuffer file, String type, byte[] content) {
    file.putInt(content.length);
    int begin = file.position();
    file.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 sum = new CRC32();
    sum.update(file.array(), begin, file.position() - begin);
    file.putInt((int) sum.getValue());
  }

  private static void assertAsJavaHasIt(byte[] file, @Nullable BufferedImage found)
      throws IOException {
    BufferedImage expected = PictureFile.decode(file);
    BufferedImage decoded = Objects.requireNonNull(found);
    assertThat(decoded.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertThat(pixels(decoded)).isEqualTo(pixels(expected));
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  @Test
  void picturesAreAsTheyWereDrawn() throws IOException {
    BufferedImage picture = drawn(BufferedImage.TYPE_INT_RGB);
    byte[] file = png(picture);
    assertAsJavaHasIt(file, PlainPng.decode(file));
    assertThat(pixels(picture)).isEqualTo(pixels(PictureFile.decode(file)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void everyFilterIsUndone(int filter) throws IOException {
    byte[] alone = filtered("pHYs", filter);
    assertAsJavaHasIt(alone, PlainPng.decode(alone));
    byte[] mixed = filtered("tIME", filter, 4, 3, 2, 1, 0);
    assertAsJavaHasIt(mixed, PlainPng.decode(mixed));
  }

  @Test
  void otherKindsAreLeftToJavasDecoder() throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_USHORT_GRAY
        }) {
      byte[] file = png(drawn(type));
      assertThat(PlainPng.decode(file)).isNull();
      assertThat(PictureStrip.decode(file)).isNotNull();
    }
    assertThat(PlainPng.decode(filtered("tRNS", 1))).isNull();
    assertThat(PlainPng.decode(filtered("gAMA", 1))).isNull();
    byte[] interlaced = filtered("pHYs", 0);
    interlaced[28] = 1;
    assertThat(PlainPng.decode(interlaced)).isNull();
  }

  @Test
  void damagedFilesAreLeftToItToo() throws IOException {
    byte[] file = filtered("pHYs", 1, 2, 3, 4);
    for (int length = 0; length < file.length - 12; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      BufferedImage decoded = PlainPng.decode(cut);
      if (decoded != null) {
        assertAsJavaHasIt(file, decoded); // all but the checksum was there
      }
    }
    assertThat(PlainPng.decode(filtered("pHYs", 5))).isNull();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = file.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      PlainPng.decode(damaged); // throws nothing
    }
  }

  @Test
  void aFileThatClaimsMoreThanItCanHoldTakesNoMemory() {
    byte[] file = filtered("pHYs", 0);
    ByteBuffer.wrap(file).putInt(16, 11_000).putInt(20, 12_000);
    assertThat(PlainPng.decode(file)).isNull();
    ByteBuffer.wrap(file).putInt(16, -1).putInt(20, -1);
    assertThat(PlainPng.decode(file)).isNull();
    ByteBuffer.wrap(file).putInt(16, 0);
    assertThat(PlainPng.decode(file)).isNull();
  }
}
