package ai.djl.pytorch.jni;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the C library keep the memory of tensors that were freed, for the next ones.
 *
 * <p>By default glibc gives freed memory back to the system as soon as there are some MiB of it,
 * and each step of an optimisation takes it again, a page of 4 KiB at a time: thousands of page
 * faults a step. They cost little on a bare machine, and on some virtual machines more than what is
 * computed. Tensors of more than {@link #MAX_KEPT} go back at once, as before; {@link #giveBack}
 * gives back the others.
 */
final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  /** Names of mallopt(3)'s parameters. */
  private static final int M_TRIM_THRESHOLD = -1;

  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_THRESHOLD = -3;

  /** Bytes of a tensor up to which its memory is kept: glibc takes no larger limit. */
  static final int MAX_KEPT = 32 << 20;

  /** Bytes at the end of the first thread's heap from which they are given back. */
  private static final int MAX_END = 256 << 20;

  /** Bytes of a block of the other threads' heaps: with room for one no empty block goes back. */
  private static final int BLOCK = 64 << 20;

  private NativeHeap() {}

  /**
   * Sets the limits, unless the user has set some.
   *
   * @return whether they hold now; false where the C library is not glibc
   */
  static boolean keepFreedMemory() {
    if (!Platform.isLinux() || isSetByUser(System.getenv())) {
      return false;
    }
    try {
      Function mallopt = Function.getFunction(Platform.C_LIBRARY_NAME, "mallopt");
      return set(mallopt, M_MMAP_THRESHOLD, MAX_KEPT)
          && set(mallopt, M_TRIM_THRESHOLD, MAX_END)
          && set(mallopt, M_TOP_PAD, BLOCK);
    } catch (LinkageError e) {
      LOG.debug("The C library is left as it is: it has no mallopt", e);
      return false;
    }
  }

  /**
   * Gives what is kept and not in use back to the system; whoever computes takes it again. Does
   * nothing where the C library is not glibc.
   */
  static void giveBack() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      Function.getFunction(Platform.C_LIBRARY_NAME, "malloc_trim")
          .invokeInt(new Object[] {new NativeLong(0)});
    } catch (LinkageError e) {
      LOG.debug("The C library keeps what it has: it has no malloc_trim", e);
    }
  }

  private static boolean set(Function mallopt, int parameter, int value) {
    return mallopt.invokeInt(new Object[] {parameter, value}) == 1;
  }

  /** Whether the environment says how the C library's heap is to be kept. */
  static boolean isSetByUser(Map<String, String> environment) {
    return environment.containsKey("MALLOC_MMAP_THRESHOLD_")
        || environment.containsKey("MALLOC_TRIM_THRESHOLD_")
        || environment.containsKey("MALLOC_TOP_PAD_")
        || environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.malloc.");
  }
}
