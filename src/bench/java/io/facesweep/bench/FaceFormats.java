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

/** Face models in the forms of GNM Head, MATLAB, MakeHuman and ICT-FaceKit, nearly right. */
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

  /** With its texture in three tiles. */
  private static final String NEUTRAL =
      """
      v 0 0 0
      v 1 0 0
      v 0 1 0
      v 0 0 1
      vt 0.1 0.1
      vt 1.2 0.3
      vt 1.5 0.9
      vt 6.1 0.5
      f 1/1 2/2 3/3
      f 1/2 3/3 4/4
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
   * @return the folder
   */
  Path makeHuman(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("3dobjs"));
    Files.createDirectories(folder.resolve("targets/head"));
    Files.createDirectories(folder.resolve("mesh_metadata"));
    Files.writeString(folder.resolve("3dobjs/base.obj"), BASE);
    Files.writeString(folder.resolve("targets/head/head-fat.target"), "0 .1 0 0\n2 0 .1 0\n");
    return folder;
  }

  /** MakeHuman's base mesh. */
  byte[] base() {
    return bytes.json(BASE.getBytes(StandardCharsets.UTF_8));
  }

  /** Which vertices of MakeHuman's base mesh are twins. */
  byte[] mirror() {
    return bytes.json("0 1 r\n1 0 l\n2 2 m\n".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes an ICT-FaceKit of four vertices.
   *
   * @return the folder
   */
  Path ict(Path folder) throws IOException {
    Path objects = Files.createDirectories(folder.resolve("FaceXModel"));
    Files.writeString(objects.resolve("generic_neutral_mesh.obj"), NEUTRAL);
    Files.writeString(objects.resolve("identity000.obj"), NEUTRAL.replace("v 1 0 0", "v 2 0 0"));
    return folder;
  }

  /** ICT-FaceKit's mean. */
  byte[] neutral() {
    return bytes.json(NEUTRAL.getBytes(StandardCharsets.UTF_8));
  }

  /** ICT-FaceKit's file of points. */
  byte[] points() {
    String points = "0,1,2,3,".repeat(17);
    String whole =
        "{\"expressions\": [\"a\"], \"idx_to_landmark_verts\": [%s]}"
            .formatted(points.substring(0, points.length() - 1));
    return random.nextInt(3) == 0
        ? bytes.json(whole.getBytes(StandardCharsets.UTF_8))
        : fields.jsonBytes(whole);
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
