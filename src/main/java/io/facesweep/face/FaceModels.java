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
  private static final String FORMS =
      "builtin:head, ict:DIRECTORY, an ICT-FaceKit directory, FLAME as .npz or .pkl, BFM as .h5, or .safetensors";

  private FaceModels() {}

  /**
   * Opens a model.
   *
   * @param spec {@code builtin:head}, {@code ict:DIRECTORY} or a directory of ICT-FaceKit, or a
   *     file: FLAME {@code .npz} or {@code .pkl}, BFM 2017/2019 {@code .h5}, FaceSweep's own {@code
   *     .safetensors} (see {@link FaceFile})
   * @throws UserException when the specification is unknown, or what it names cannot be used: with
   *     the file, part and index
   */
  public static FaceModel open(String spec) {
    if (spec.equals(BuiltinHead.NAME)) {
      return BuiltinHead.create();
    }
    String what = "face model " + spec;
    try {
      return spec.startsWith(ICT)
          ? directory(Path.of(spec.substring(ICT.length())))
          : open(spec, Path.of(spec));
    } catch (InvalidPathException | UnknownForm e) {
      throw unknown(spec, e);
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
  }

  private static FaceModel open(String spec, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return directory(path);
    }
    boolean known = spec.matches(".*\\.(npz|pkl|h5|safetensors)");
    if (!known) {
      throw new UnknownForm();
    }
    if (!Files.isRegularFile(path)) {
      throw new UserException("there is no such file");
    }
    if (spec.endsWith(".safetensors")) {
      return FaceFile.read(path);
    }
    return spec.endsWith(".h5") ? BfmModel.read(path) : FlameModel.read(path);
  }

  private static FaceModel directory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new UserException("there is no such directory");
    }
    if (!IctFaceKit.isAt(path)) {
      throw new UserException(
          "it has no FaceXModel/generic_neutral_mesh.obj (expected ICT-FaceKit's layout)");
    }
    return IctFaceKit.read(path);
  }

  private static UserException unknown(String spec, RuntimeException cause) {
    return new UserException("Invalid face model: %s (expected %s)".formatted(spec, FORMS), cause);
  }
}
