package ai.djl.pytorch.jni;

import ai.djl.util.Utils;
import io.facesweep.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Says in one message why libtorch does not load, and what to set. */
final class EngineFailure {
  private static final String PREFIX = "Cannot load PyTorch's libraries: ";
  private static final String LIBTORCH = System.mapLibraryName("torch");

  private EngineFailure() {}

  /** A setting of DJL's: an environment variable, or else a system property; "" for none. */
  static String setting(String name) {
    return Objects.requireNonNullElse(Utils.getEnvOrSystemProperty(name), "");
  }

  /**
   * Refuses a path on which libtorch is not: DJL would take any other that it finds.
   *
   * @param libraryPath PYTORCH_LIBRARY_PATH: folders, or "" for none
   */
  static void requireLibtorch(String libraryPath) {
    boolean found =
        libraryPath.isEmpty()
            || Arrays.stream(libraryPath.split(System.getProperty("path.separator")))
                .map(Path::of)
                .anyMatch(path -> path.endsWith(LIBTORCH) || Files.exists(path.resolve(LIBTORCH)));
    if (!found) {
      throw new UserException(
          PREFIX
              + "PYTORCH_LIBRARY_PATH is %s, where there is no %s. Set it to the lib folder of a libtorch, or unset it."
                  .formatted(libraryPath, LIBTORCH));
    }
  }

  /** What the user is to know about a failure of DJL to load the engine. */
  static UserException of(Throwable failure) {
    if (failure instanceof UserException known) {
      return new UserException(known.getMessage(), known);
    }
    return new UserException(PREFIX + reason(failure), failure);
  }

  private static String reason(Throwable failure) {
    Throwable link = cause(failure, UnsatisfiedLinkError.class, "");
    if (link != null && message(link).contains("_cuda.so: cannot open")) {
      return "%s. PYTORCH_FLAVOR=%s is for a libtorch with CUDA, which that of PYTORCH_LIBRARY_PATH=%s is not: set PYTORCH_FLAVOR=cpu, or the path of one that is."
          .formatted(
              message(link),
              orUnset(setting("PYTORCH_FLAVOR")),
              orUnset(setting("PYTORCH_LIBRARY_PATH")));
    }
    if (link != null) {
      return "%s. Install what that library needs; if it is one that FaceSweep can do without (libcufile_rdma is), delete it or name its file in PYTORCH_LIBRARY_EXCLUSION."
          .formatted(message(link));
    }
    if (cause(failure, Throwable.class, "Cannot copy jni files") != null) {
      return "DJL has no library for PYTORCH_VERSION=%s with PYTORCH_FLAVOR=%s. Beside PYTORCH_LIBRARY_PATH=%s set both to what that libtorch is: PYTORCH_VERSION=%s, and PYTORCH_FLAVOR=cpu or, for CUDA 12.8, cu128."
          .formatted(
              orUnset(setting("PYTORCH_VERSION")),
              orUnset(setting("PYTORCH_FLAVOR")),
              orUnset(setting("PYTORCH_LIBRARY_PATH")),
              supportedVersion());
    }
    Throwable offline = cause(failure, Throwable.class, "offline");
    if (offline != null) {
      return "there are none on the class path, and nothing is downloaded (%s). Set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION=%s and PYTORCH_FLAVOR to a libtorch on this machine, or put ai.djl.pytorch:pytorch-native-cpu on the class path."
          .formatted(message(offline), supportedVersion());
    }
    return message(rootOf(failure))
        + ". Check PYTORCH_LIBRARY_PATH (%s), PYTORCH_VERSION (%s) and PYTORCH_FLAVOR (%s), and that DJL_CACHE_DIR is a folder that can be written."
            .formatted(
                orUnset(setting("PYTORCH_LIBRARY_PATH")),
                orUnset(setting("PYTORCH_VERSION")),
                orUnset(setting("PYTORCH_FLAVOR")));
  }

  /** The outermost cause of a type whose message contains a text, whatever its case. */
  private static @Nullable Throwable cause(
      Throwable failure, Class<? extends Throwable> type, String text) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)
          && message(at).toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) {
        return at;
      }
    }
    return null;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable at = failure;
    for (Throwable next = at.getCause(); next != null; next = at.getCause()) {
      at = next;
    }
    return at;
  }

  private static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  /** The version of PyTorch that DJL's own library is made for, as DJL states it. */
  private static String supportedVersion() {
    try (InputStream stated =
        EngineFailure.class.getResourceAsStream("/pytorch-engine.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(stated));
      return Objects.requireNonNull(properties.getProperty("pytorch_version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String orUnset(String value) {
    return value.isEmpty() ? "(unset)" : value;
  }
}
