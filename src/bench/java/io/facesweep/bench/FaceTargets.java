package io.facesweep.bench;

import io.facesweep.PictureFile;
import io.facesweep.UserException;
import io.facesweep.bench.FuzzReaders.Kind;
import io.facesweep.face.FaceFile;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceLines;
import io.facesweep.face.FaceLines.Ends;
import io.facesweep.face.FaceLines.Line;
import io.facesweep.face.FaceLines.Part;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Face models in all their forms, meshes, and pictures. */
final class FaceTargets {
  private static final long ALLOWANCE = 16 << 20;

  /** As much as deflate can make of a byte, as floats, and a copy. */
  private static final long BYTES_PER_BYTE = 4 * 1032;

  /** What the largest picture takes at eight bytes a pixel. */
  private static final long PICTURE = 9 * PictureFile.MAX_PIXELS;

  private static final float[] CORNERS = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
  private static final int[] FACES = {0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3};

  private final SplittableRandom random;
  private final ByteMutator bytes;
  private final FieldMutator fields;

  private FaceTargets(SplittableRandom random) {
    this.random = random;
    this.bytes = new ByteMutator(random);
    this.fields = new FieldMutator(random);
  }

  static List<FuzzTarget> in(Path directory, SplittableRandom random) throws IOException {
    return new FaceTargets(random).targets(directory);
  }

  private List<FuzzTarget> targets(Path directory) throws IOException {
    List<byte[]> archives = List.of(committed("flame.npz"));
    List<byte[]> pickles =
        List.of(committed("flame-protocol2.pkl"), committed("flame-protocol5.pkl"));
    List<byte[]> hdf = new ArrayList<>(List.of(plainHdf(directory)));
    for (String name : List.of("filtered", "soft-link", "lz4", "bomb")) {
      hdf.add(committed("bfm-" + name + ".h5"));
    }
    List<byte[]> pictures = List.of(picture("png"), picture("jpeg"), picture("gif"));
    List<byte[]> gnm = List.of(committed("gnm.npz"));
    List<byte[]> matlab = List.of(committed("hifi.mat"), committed("hifi-plain.mat"));
    Path flame = Files.write(directory.resolve("whole.npz"), archives.get(0));
    FaceFormats files = new FaceFormats(random, gnm.get(0), matlab.get(1));
    PickleGrammar grammar = new PickleGrammar(random);
    byte[] own = ownForm(directory);
    return List.of(
        face(Kind.FACE, directory.resolve("x.safetensors"), () -> bytes.safetensors(own)),
        face(
            Kind.NPZ,
            directory.resolve("x.npz"),
            () -> random.nextInt(4) == 0 ? damaged(archives) : archive()),
        face(
            Kind.PICKLE,
            directory.resolve("x.pkl"),
            () -> random.nextInt(3) == 0 ? damaged(pickles) : grammar.program()),
        face(Kind.HDF5, directory.resolve("x.h5"), () -> damaged(hdf)),
        new FileTarget(
            Kind.OBJ,
            directory.resolve("x.obj"),
            this::mesh,
            ObjFile::read,
            ALLOWANCE,
            BYTES_PER_BYTE),
        face(
            Kind.GNM,
            directory.resolve("gnm.npz"),
            () -> random.nextInt(4) == 0 ? damaged(gnm) : files.gnm()),
        face(
            Kind.MATLAB,
            directory.resolve("x.mat"),
            () -> random.nextInt(3) == 0 ? damaged(matlab) : files.matlab()),
        inFolder(
            Kind.MAKEHUMAN,
            files.makeHuman(directory.resolve("makehuman")),
            "targets/head/head-oval.target.gz",
            files::target),
        inFolder(
            Kind.MAKEHUMAN_BASE,
            files.makeHuman(directory.resolve("makehuman-base")),
            "3dobjs/base.obj",
            files::base),
        inFolder(
            Kind.MAKEHUMAN_MIRROR,
            files.makeHuman(directory.resolve("makehuman-mirror")),
            "mesh_metadata/hm08.mirror",
            files::mirror),
        inFolder(
            Kind.ICT,
            files.ict(directory.resolve("ict")),
            "FaceXModel/generic_neutral_mesh.obj",
            files::neutral),
        inFolder(
            Kind.ICT_POINTS,
            files.ict(directory.resolve("ict-points")),
            "FaceXModel/vertex_indices.json",
            files::points),
        new FileTarget(
            Kind.FACE_UVS,
            directory.resolve("uvs.npz"),
            () -> random.nextInt(4) == 0 ? damaged(archives) : archive(),
            path -> FaceModels.open(new FaceFiles(flame.toString(), path.toString(), null)),
            ALLOWANCE,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.FACE_REGIONS,
            directory.resolve("regions.json"),
            files::regions,
            path -> FaceModels.open(new FaceFiles(flame.toString(), null, path.toString())),
            ALLOWANCE,
            BYTES_PER_BYTE),
        new FileTarget(
            Kind.PICTURE,
            directory.resolve("x.png"),
            () -> checked(damaged(pictures)),
            FaceTargets::decode,
            PICTURE,
            BYTES_PER_BYTE));
  }

  private static FuzzTarget face(Kind kind, Path file, java.util.function.Supplier<byte[]> inputs) {
    return new FileTarget(
        kind, file, inputs, path -> FaceModels.open(path.toString()), ALLOWANCE, BYTES_PER_BYTE);
  }

  /** A folder of which one file is damaged. */
  private static FuzzTarget inFolder(
      Kind kind, Path folder, String file, java.util.function.Supplier<byte[]> inputs) {
    return new FileTarget(
        kind,
        folder.resolve(file),
        inputs,
        path -> FaceModels.open(folder.toString()),
        ALLOWANCE,
        BYTES_PER_BYTE);
  }

  private byte[] damaged(List<byte[]> seeds) {
    byte[] seed = seeds.get(random.nextInt(seeds.size()));
    return random.nextBoolean() ? fields.binary(seed) : bytes.json(seed);
  }

  /** An archive of arrays whose headers do not fit each other or their data. */
  private byte[] archive() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("v_template", "shapedirs", "f", "vt", "ft")) {
        if (random.nextInt(6) > 0) {
          zip.putNextEntry(new ZipEntry(name + ".npy"));
          zip.write(array(name));
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return random.nextInt(8) == 0 ? fields.binary(out.toByteArray()) : out.toByteArray();
  }

  private byte[] array(String name) {
    String[] types = {"<f8", "<f4", ">f4", "<i4", "|u1", "|O", "<U8", "<i8", "f4", "", "<V3"};
    List<Long> shape = new ArrayList<>(List.of(4L, 3L));
    if (name.equals("shapedirs")) {
      shape.add(2L);
    }
    if (random.nextInt(4) == 0) {
      shape.set(random.nextInt(shape.size()), fields.number(4));
    }
    if (random.nextInt(20) == 0) {
      shape.addAll(java.util.Collections.nCopies(random.nextInt(50), random.nextLong(3)));
    }
    boolean isIndex = name.equals("f") || name.equals("ft");
    String type =
        random.nextInt(4) == 0 ? types[random.nextInt(types.length)] : isIndex ? "<i4" : "<f4";
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(
                type,
                random.nextBoolean() ? "True" : "False",
                shape.toString().replaceAll("[\\[\\]]", ""));
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    int version = random.nextInt(10) == 0 ? random.nextInt(256) : 1;
    long claimed = random.nextInt(12) == 0 ? fields.number(text.length) : text.length;
    int count = shape.size() == 3 ? 24 : 12;
    ByteBuffer data = ByteBuffer.allocate(12 + text.length + 8 * count);
    data.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    data.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      data.putShort((short) claimed);
    } else {
      data.putInt((int) claimed);
    }
    data.put(text);
    for (int i = 0; i < count; i++) {
      if (isIndex) {
        data.putInt(random.nextInt(12) == 0 ? (int) fields.number(4) : FACES[i % 12]);
      } else {
        data.putFloat(random.nextInt(60) == 0 ? Float.NaN : CORNERS[i % 12]);
      }
    }
    if (random.nextInt(10) == 0) {
      data.position(random.nextInt(data.position()));
    }
    return java.util.Arrays.copyOf(data.array(), data.position());
  }

  /** Statements of OBJ that are right, or nearly. */
  private byte[] mesh() {
    String[] words = {"v", "vt", "f", "usemtl", "#", "g", "\\\n", "mtllib", "vn", "f", "v"};
    String[] values = {
      "1",
      "-1",
      "0",
      "2",
      "3",
      "1/1",
      "1//1",
      "1/1/1",
      "/",
      "nan",
      "inf",
      "1e999",
      "1e-999",
      ".5",
      "-",
      "+.e",
      "99999999999999999999",
      "0.1234567890123456789",
      "1\\\n2",
      "\u0000",
      "\u20ac"
    };
    StringBuilder text = new StringBuilder("v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\n");
    for (int lines = random.nextInt(30); lines > 0; lines--) {
      text.append(words[random.nextInt(words.length)]);
      for (int count = random.nextInt(6); count > 0; count--) {
        text.append(' ').append(values[random.nextInt(values.length)]);
      }
      text.append(random.nextInt(10) == 0 ? "" : "\n");
    }
    byte[] mesh = text.append("f 1 2 3\n").toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(3) == 0 ? bytes.json(mesh) : mesh;
  }

  /** With the checksum of a PNG's header made right, so that what it claims is believed. */
  private static byte[] checked(byte[] file) {
    if (file.length > 33 && file[0] == (byte) 0x89) {
      CRC32 crc = new CRC32();
      crc.update(file, 12, 17);
      ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
    }
    return file;
  }

  private static void decode(Path file) {
    try {
      PictureFile.read(file);
    } catch (IOException e) {
      throw new UserException("refused", e.getCause() == null ? e : e.getCause());
    }
  }

  private static byte[] committed(String name) throws IOException {
    try (InputStream in = FaceTargets.class.getResourceAsStream("/face/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] plainHdf(Path directory) throws IOException {
    Path path = directory.resolve("seed.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      WritableGroup shape = file.putGroup("shape");
      WritableGroup model = shape.putGroup("model");
      model.putDataset("mean", CORNERS);
      model.putDataset("pcaVariance", new float[] {4, 9});
      model.putDataset("pcaBasis", new float[12][2]);
      shape.putGroup("representer").putDataset("cells", FACES);
    }
    return Files.readAllBytes(path);
  }

  private static byte[] ownForm(Path directory) throws IOException {
    Path path = directory.resolve("seed.safetensors");
    TriangleMesh mesh = new TriangleMesh(CORNERS, FACES, new float[0], new int[0]);
    FaceFile.write(
        path,
        FaceModel.builder("seed", mesh)
            .identity("wide", new float[12])
            .expression("open", new float[12])
            .region("face", new float[4])
            .lines(
                new FaceLines(
                    List.of(
                        new Line(Part.LIPS, Ends.CLOSED, List.of(0, 1, 2)),
                        new Line(Part.LEFT_EYEBROW, Ends.OPEN, List.of(3)))))
            .build());
    return Files.readAllBytes(path);
  }

  private static byte[] picture(String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), format, out);
    return out.toByteArray();
  }
}
