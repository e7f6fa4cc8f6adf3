package ai.djl.pytorch.jni;

import com.sun.jna.Function;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the C library keep the memory of tensors that were freed, for the next ones.
 *
 * <p>By default glibc gives freed memory of more than a few MiB back to the system, and a step of
 * an optimisation takes it again: a fresh page each 4 KiB, which costs more than what is computed
 * on it. Measured on a decoder of 96 x 96 pixels, forwards and backwards: more than half of the
 * time. What a thread has freed and not used again is kept in blocks of 64 MiB, of which empty ones
 * go back; tensors of more than {@link #MAX_KEPT} each go back at once, as before.
 */
final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  /** Names of mallopt(3)'s parameters. */
  private static final int M_TRIM_THRESHOLD = -1;

  private static final int M_MMAP_THRESHOLD = -3;

  /** Bytes of a tensor up to which its memory is kept: glibc takes no larger limit. */
  static final int MAX_KEPT = 32 << 20;

  /** Bytes at the end of the heap from which they are given back. */
  private static final int MAX_END = 256 << 20;

  private NativeHeap() {}

  /**
   * Sets the limits, unless the user has set some.
   *
   * @return whether they hold now; false where the C library is not glibc
   */
  static boolean keepFreedMemory() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")
        || isSetByUser(System.getenv())) {
      return false;
    }
    try {
      Function mallopt = Function.getFunction("c", "mallopt");
      return set(mallopt, M_MMAP_THRESHOLD, MAX_KEPT) && set(mallopt, M_TRIM_THRESHOLD, MAX_END);
    } catch (LinkageError e) {
      LOG.debug("The C library is left as it is: it has no mallopt", e);
      return false;
    }
  }

  private static boolean set(Function mallopt, int parameter, int value) {
    return mallopt.invokeInt(new Object[] {parameter, value}) == 1;
  }

  /** Whether the environment says how the C library's heap is to be kept. */
  static boolean isSetByUser(Map<String, String> environment) {
    return environment.containsKey("MALLOC_MMAP_THRESHOLD_")
        || environment.containsKey("MALLOC_TRIM_THRESHOLD_")
        || environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.malloc.");
  }
}
