package io.facesweep.face;

import io.facesweep.ForeignFile;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import net.razorvine.pickle.PickleException;

/** Opens face models by their specification, as a configuration names them. */
public final class FaceModels {
  private static final String ICT = "ict:";
  private static final String FILES = ".*\\.(npz|pkl|h5|mat)";
  private static final String FORMS =
      "builtin:head, ict:DIRECTORY, an ICT-FaceKit directory, MakeHuman's data directory, FLAME as .npz or .pkl, GNM Head as .npz, BFM as .h5, HIFI3D++ as .mat, or .safetensors";

  private FaceModels() {}

  /**
   * Opens a model.
   *
   * @param spec {@code builtin:head}; {@code ict:DIRECTORY} or a directory of ICT-FaceKit; the data
   *     directory of MakeHuman or MPFB2; or a file: GNM Head or FLAME {@code .npz}, FLAME {@code
   *     .pkl}, BFM 2017/2019 {@code .h5}, HIFI3D++ {@code .mat}, FaceSweep's own {@code
   *     .safetensors} (see {@link FaceFile})
   * @throws UserException when the specification is unknown, or what it names cannot be used: with
   *     the file, part and index
   */
  public static FaceModel open(String spec) {
    return open(FaceFiles.of(spec));
  }

  /**
   * Opens a model with texture coordinates, regions and landmarks of files of their own.
   *
   * @throws UserException as {@link #open(String)}
   */
  public static FaceModel open(FaceFiles files) {
    return files.equals(FaceFiles.of(BuiltinHead.NAME))
        ? BuiltinHead.model()
        : open(files, () -> read(files.face()));
  }

  /**
   * Makes a model of meshes, with texture coordinates, regions and landmarks of files of their own.
   *
   * @param parts its face is what to call the model in errors
   * @throws UserException as {@link #open(String)}
   */
  public static FaceModel of(MeshShapes meshes, FaceFiles parts) {
    return open(parts, () -> ObjShapes.read(meshes));
  }

  /** Whether a folder is in the form of one that is read. */
  public static boolean isFolder(Path folder) {
    return MakeHuman.isAt(folder) || IctFaceKit.isAt(folder);
  }

  /**
   * Whether a file is named as one that is read; of {@code .safetensors}, whether it holds one.
   *
   * @throws UserException if it is damaged
   */
  public static boolean isFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".safetensors") ? FaceFile.isOne(file) : name.matches(FILES);
  }

  private static FaceModel open(FaceFiles files, Reader<FaceModel.Builder> reader) {
    FaceModel.Builder builder = reading("face model " + files.face(), reader);
    String uvs = files.uvs();
    if (uvs != null) {
      reading("texture coordinates " + uvs, () -> added(builder, uvs, FaceUvs::addTo));
    }
    String regions = files.regions();
    if (regions != null) {
      reading("regions " + regions, () -> added(builder, regions, FaceRegions::addTo));
    }
    return reading("face model " + files.face(), builder::build);
  }

  private interface Reader<T> {
    T read() throws IOException;
  }

  private interface Addition {
    void addTo(FaceModel.Builder builder, Path path) throws IOException;
  }

  private static FaceModel.Builder added(FaceModel.Builder builder, String file, Addition addition)
      throws IOException {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new UserException("there is no such file");
    }
    addition.addTo(builder, path);
    return builder;
  }

  private static <T> T reading(String what, Reader<T> reader) {
    try {
      return reader.read();
    } catch (UnknownForm e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    } catch (UserException | IllegalArgumentException | PickleException e) {
      throw ForeignFile.refusal(what, e.getMessage(), e);
    } catch (ZipException e) {
      throw ForeignFile.refusal(what, "it is no zip file", e);
    } catch (IOException e) {
      throw ForeignFile.refusal(what, e.toString(), e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw ForeignFile.damaged(what, e);
    }
  }

  private static final class UnknownForm extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private UnknownForm(String spec) {
      super("Invalid face model: %s (expected %s)".formatted(spec, FORMS));
    }
  }

  private static FaceModel.Builder read(String spec) throws IOException {
    if (spec.equals(BuiltinHead.NAME)) {
      return BuiltinHead.create();
    }
    boolean isIct = spec.startsWith(ICT);
    Path path;
    try {
      path = Path.of(isIct ? spec.substring(ICT.length()) : spec);
    } catch (InvalidPathException e) {
      throw new UnknownForm(spec);
    }
    if (isIct || Files.isDirectory(path)) {
      return directory(path);
    }
    if (!spec.endsWith(".safetensors") && !spec.matches(FILES)) {
      throw new UnknownForm(spec);
    }
    if (!Files.isRegularFile(path)) {
      throw new UserException("there is no such file");
    }
    if (spec.endsWith(".safetensors")) {
      return FaceFile.read(path);
    } else if (spec.endsWith(".h5")) {
      return BfmModel.read(path);
    } else if (spec.endsWith(".mat")) {
      return HifiModel.read(path);
    }
    return spec.endsWith(".npz") && NpzFile.has(path, GnmHead.TEMPLATE)
        ? GnmHead.read(path)
        : FlameModel.read(path);
  }

  private static FaceModel.Builder directory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new UserException("there is no such directory");
    }
    if (MakeHuman.isAt(path)) {
      return MakeHuman.read(path);
    }
    if (!IctFaceKit.isAt(path)) {
      throw new UserException(
          "it has no FaceXModel/generic_neutral_mesh.obj (expected ICT-FaceKit's layout), and no 3dobjs/base.obj (expected MakeHuman's)");
    }
    return IctFaceKit.read(path);
  }
}
