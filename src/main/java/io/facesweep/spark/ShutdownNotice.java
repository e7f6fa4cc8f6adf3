package io.facesweep.spark;

import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While it is open, an interrupt (Ctrl-C) or a SIGTERM says what is kept and how to go on. */
final class ShutdownNotice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownNotice.class);

  private final Thread hook;

  /**
   * @param stages of the sweep in all
   * @param done how many of them are done
   */
  ShutdownNotice(SweepConsole console, int stages, IntSupplier done) {
    this.hook =
        new Thread(() -> console.say(message(stages, done.getAsInt())), "sweep-shutdown-notice");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static String message(int stages, int done) {
    return "Stopped: %d of %d stages are finished and kept; the same command goes on from there"
        .formatted(done, stages);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is ending already, the hook says its line", e);
    }
  }
}
