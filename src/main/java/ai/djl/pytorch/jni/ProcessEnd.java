package ai.djl.pytorch.jni;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps libtorch whole until its process is gone.
 *
 * <p>A JVM that ends waits a third of a second for threads in native code, then calls exit(3),
 * which destroys the objects that libtorch computes with. A thread that is in an operator at that
 * time dies of a signal, and with it the process, whatever its exit code was to be. So the process
 * ends by _exit(2) before any of them is destroyed: nothing of libtorch needs to be written or
 * given back then.
 */
final class ProcessEnd {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

  private ProcessEnd() {}

  /**
   * Sees to it when the process is about to end. Not earlier: what exit(3) does goes backwards in
   * time, and libtorch makes some of its objects when they are first used.
   */
  static void spareLibtorch() {
    if (!Platform.isLinux()) {
      return; // on_exit(3) is the GNU C library's
    }
    try {
      NativeLibrary c = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
      Function onExit = c.getFunction("on_exit");
      // on_exit(3) gives the exit code to what it calls, as its first argument
      Object[] arguments = {c.getFunction("_exit"), null};
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> onExit.invokeInt(arguments), "libtorch-spared"));
    } catch (LinkageError | IllegalStateException e) {
      LOG.debug("The process may end by a signal while an operator runs", e);
    }
  }
}
