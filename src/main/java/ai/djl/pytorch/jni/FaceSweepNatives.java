package ai.djl.pytorch.jni;

import io.facesweep.UserException;
import org.jspecify.annotations.Nullable;

/**
 * What FaceSweep's own native library has and DJL's lacks.
 *
 * <p>{@code submit/natives.sh} compiles it from {@code src/main/native} for the PyTorch that is on
 * a machine, and puts it where DJL looks for its own. The caller of anything but {@link #present()}
 * has asked that first.
 */
public final class FaceSweepNatives {
  /** Null with DJL's library. */
  private static final @Nullable String COMPILED_VERSION = compiledVersionOrNull();

  private FaceSweepNatives() {}

  /** Whether the library that is loaded is ours; it must be loaded before the first question. */
  public static boolean present() {
    return COMPILED_VERSION != null;
  }

  /**
   * Refuses a library of ours that was compiled for another PyTorch than the one that is loaded:
   * the classes of PyTorch change their layout from version to version, so that it would read wrong
   * numbers. Does nothing with DJL's library.
   */
  static void requireSameTorch() {
    if (COMPILED_VERSION != null) {
      requireSameTorch(COMPILED_VERSION, loadedVersion());
    }
  }

  static void requireSameTorch(String compiled, String loaded) {
    if (!compiled.equals(loaded)) {
      throw new UserException(
          "Cannot use FaceSweep's native library: it was compiled for PyTorch %s, and PyTorch %s is loaded. Run submit/natives.sh again for the PyTorch that is to be used, and set the variables that it prints."
              .formatted(compiled, loaded));
    }
  }

  /** Returns the version of the loaded PyTorch, e.g. 2.13.0, as it states it itself. */
  public static native String loadedVersion();

  /**
   * Returns what a CUDA device's memory holds, in bytes: {free as the driver counts, all there is,
   * taken by PyTorch's cache and not in use, most that was in use at once in this process}.
   *
   * @return null where that cannot be told: with a PyTorch for CPUs, or one before 2.9 if CUDA's
   *     headers were not there to compile with
   */
  public static native long @Nullable [] deviceMemory(int cudaIndex);

  /**
   * Copies a tensor to a CUDA device and returns the new handle. A copy from the CPU does not wait
   * for the device; the source may be changed or freed at once.
   */
  public static native long toCuda(long tensor, int cudaIndex);

  private static native String compiledVersion();

  private static @Nullable String compiledVersionOrNull() {
    try {
      return compiledVersion();
    } catch (UnsatisfiedLinkError e) {
      // the only way to find out: DJL's library has no such function
      return null;
    }
  }
}
