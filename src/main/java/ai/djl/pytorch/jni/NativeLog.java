package ai.djl.pytorch.jni;

import com.sun.jna.Function;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets libtorch heed the variable TORCH_CPP_LOG_LEVEL of the environment: Python's torch tells it
 * to when it is imported, and DJL does not.
 */
final class NativeLog {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLog.class);

  /** {@code c10::initLogging()}, as compilers for Linux and macOS name it. */
  private static final String INITIALISE = "_ZN3c1011initLoggingEv";

  private NativeLog() {}

  /**
   * Reads the variable.
   *
   * @param libtorch the folder of its libraries
   * @return whether the library has done so
   */
  static boolean heedEnvironment(Path libtorch) {
    try {
      String library = libtorch.resolve(System.mapLibraryName("c10")).toString();
      Function.getFunction(library, INITIALISE).invoke(new Object[0]);
      return true;
    } catch (LinkageError e) {
      LOG.debug("TORCH_CPP_LOG_LEVEL is not heeded", e);
      return false;
    }
  }
}
