package io.facesweep.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Face models in the forms of GNM Head, MATLAB and MakeHuman, nearly right. */
final class FaceFormats {
  private static final int MAT_HEADER = 128;
  private static final int COMPRESSED = 15;

  private static final String BASE =
      """
      v 0 7 1
      v 1 7 1
      v 0 8 1
      vt 0.9 0.4
      vt 0.9 0.6
      vt 0.7 0.5
      g body
      f 1/1 2/2 3/3
      """;

  private final SplittableRandom random;
  private final FieldMutator fields;
  private final ByteMutator bytes;
  private final byte[] gnm;
  private final byte[] matlab;

  /**
   * @param gnm a whole .npz file
   * @param matlab a whole .mat file, not deflated
   */
  FaceFormats(SplittableRandom random, byte[] gnm, byte[] matlab) {
    this.random = random;
    this.fields = new FieldMutator(random);
    this.bytes = new ByteMutator(random);
    this.gnm = gnm;
    this.matlab = matlab;
  }

  /** A whole archive in which one or two arrays are damaged or missing. */
  byte[] gnm() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(gnm));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] array = in.readAllBytes();
        int fate = random.nextInt(16);
        if (fate > 0) {
          zip.putNextEntry(new ZipEntry(entry.getName()));
          zip.write(fate == 1 ? fields.binary(array) : fate == 2 ? bytes.json(array) : array);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A whole file with damaged fields, whose elements may be deflated once they are damaged. */
  byte[] matlab() {
    byte[] damaged = fields.binary(matlab);
    if (damaged.length <= MAT_HEADER || random.nextInt(3) == 0) {
      return damaged;
    }
    ByteBuffer in = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).position(MAT_HEADER);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(damaged, 0, MAT_HEADER);
    while (in.remaining() >= 8) {
      int length = in.getInt(in.position() + 4);
      if (length < 0 || length > in.remaining() - 8) {
        break;
      }
      byte[] element = new byte[8 + length];
      in.get(element);
      deflate(element, out);
    }
    return out.toByteArray();
  }

  private void deflate(byte[] element, ByteArrayOutputStream out) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (OutputStream deflater = new DeflaterOutputStream(deflated)) {
      deflater.write(element);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] contents = deflated.toByteArray();
    byte[] tag =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(COMPRESSED)
            .putInt(contents.length)
            .array();
    out.writeBytes(tag);
    out.writeBytes(random.nextInt(10) == 0 ? fields.binary(contents) : contents);
  }

  /**
   * Writes a data folder of three vertices.
   *
   * @return where its one target is
   */
  Path makeHuman(Path directory) throws IOException {
    Path root = directory.resolve("makehuman");
    Files.createDirectories(root.resolve("3dobjs"));
    Files.createDirectories(root.resolve("targets/head"));
    Files.writeString(root.resolve("3dobjs/base.obj"), BASE);
    return root.resolve("targets/head/head-oval.target.gz");
  }

  /** A target of some lines, deflated. */
  byte[] target() {
    String[] words = {
      "0", "1", "2", "3", "-1", ".5", "-.037", "1e9", "1e999", "NaN", "#", "x", "", "99999999999"
    };
    StringBuilder text = new StringBuilder("# basemesh\n0 .1 0 0\n");
    for (int lines = random.nextInt(20); lines > 0; lines--) {
      for (int count = random.nextInt(8) == 0 ? random.nextInt(7) : 4; count > 0; count--) {
        text.append(words[random.nextInt(random.nextInt(6) == 0 ? words.length : 3)]).append(' ');
      }
      text.append('\n');
    }
    if (random.nextInt(50) == 0) {
      text.append(" ".repeat(random.nextInt(1 << 20)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] whole = out.toByteArray();
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 1 -> fields.binary(whole);
      default -> whole;
    };
  }

  /** Regions and landmarks of a model of four vertices. */
  byte[] regions() {
    String whole = "{\"regions\": {\"lips\": [0, [1, 3]]}, \"landmarks\": {\"left-eye\": 2}}";
    return random.nextInt(3) == 0
        ? bytes.json(whole.getBytes(StandardCharsets.UTF_8))
        : fields.jsonBytes(whole);
  }
}
