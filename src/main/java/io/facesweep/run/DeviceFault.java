package io.facesweep.run;

import io.facesweep.UserException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an exception says of the device that stages ran on, by the words of libtorch and CUDA. */
public enum DeviceFault {
  /** Nothing: the stages are to blame, or the code. */
  NONE,
  /** Memory did not suffice; what takes less can work. */
  OUT_OF_MEMORY,
  /** A CUDA device that no later call of this process can use. */
  BROKEN;

  private static final Pattern MEMORY =
      Pattern.compile(
          "out of memory|DefaultCPUAllocator: (can't allocate|not enough) memory|_STATUS_ALLOC_FAILED");

  private static final Pattern BREAKAGE =
      Pattern.compile(
          "CUDA error:|device-side assert|illegal memory access|unspecified launch failure"
              + "|uncorrectable ECC|CU(DNN|BLAS)_STATUS_(EXECUTION_FAILED|INTERNAL_ERROR)");

  /** Looks at an exception and its causes; one for the user to mend says nothing of the device. */
  public static DeviceFault of(Throwable e) {
    if (e instanceof UserException) {
      return NONE;
    }
    for (Throwable cause : chain(e)) {
      if (cause instanceof OutOfMemoryError || line(cause, MEMORY).isPresent()) {
        return OUT_OF_MEMORY;
      } else if (line(cause, BREAKAGE).isPresent()) {
        return BROKEN;
      }
    }
    return NONE;
  }

  /** The line of a message that says it; libtorch's have stacks around it. */
  public static String reason(Throwable e) {
    for (Throwable cause : chain(e)) {
      Optional<String> line = line(cause, MEMORY).or(() -> line(cause, BREAKAGE));
      if (line.isPresent()) {
        return line.get();
      }
    }
    return String.valueOf(e.getMessage());
  }

  /**
   * Goes on unless an exception says that the device is broken.
   *
   * @throws BrokenDeviceException if it does
   */
  public static void requireUsable(Throwable e) {
    if (of(e) == BROKEN) {
      throw new BrokenDeviceException(reason(e), e);
    }
  }

  /** Whether it is the JVM's own heap that did not suffice. */
  public static boolean isOfHeap(Throwable e) {
    return chain(e).stream().anyMatch(OutOfMemoryError.class::isInstance);
  }

  private static List<Throwable> chain(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(16).toList();
  }

  private static Optional<String> line(Throwable e, Pattern pattern) {
    String message = e.getMessage();
    return message == null
        ? Optional.empty()
        : message
            .lines()
            .filter(line -> pattern.matcher(line).find())
            .map(line -> line.replaceFirst("^\\s*RuntimeError: ", "").trim())
            .findFirst();
  }
}
