package io.facesweep.check;

import io.facesweep.UserException;
import java.util.List;
import java.util.Locale;

/** What failed, and what to do next: one message, without a stack trace. */
final class Advice {
  /**
   * A known failure.
   *
   * @param words of which one stands in the message, in lower case
   * @param next what the user can do
   */
  private record Known(List<String> words, String next) {}

  /** The first that fits counts. */
  private static final List<Known> KNOWN =
      List.of(
          new Known(
              List.of("driver version is insufficient", "error 35", "driver is too old"),
              "the CUDA libraries are newer than the GPU's driver: update the driver (nvidia-smi"
                  + " shows its version and the newest CUDA it runs), or use a libtorch for an"
                  + " older CUDA"),
          new Known(
              List.of("without aten_cuda", "not compiled with cuda", "not linked with"),
              "this libtorch has no CUDA libraries: use a CUDA build (PYTORCH_LIBRARY_PATH is its"
                  + " lib folder, PYTORCH_FLAVOR its flavour, such as cu128)"),
          new Known(
              List.of("no kernel image"),
              "this libtorch was not built for the GPU's architecture: use a newer or older"
                  + " libtorch that names it"),
          new Known(
              List.of("no cuda-capable device", "no cuda gpus", "found no nvidia driver"),
              "no GPU is visible: look at nvidia-smi, CUDA_VISIBLE_DEVICES and, in a container, at"
                  + " its --gpus option"),
          new Known(
              List.of("out of memory"),
              "the memory is full: end other processes that nvidia-smi shows, or lower resolutions"
                  + " and spark.trials-per-task"),
          new Known(
              List.of("cannot copy jni files"),
              "PYTORCH_VERSION and PYTORCH_FLAVOR name a JNI library that does not exist: for"
                  + " libtorch 2.7.1 set PYTORCH_FLAVOR=cu128 or cpu, for another compile one"
                  + " (submit/natives.sh)"),
          new Known(
              List.of("cannot open shared object file", "unsatisfiedlink", "dlopen"),
              "a library that libtorch needs is missing or cannot be read: ldd on the files in"
                  + " PYTORCH_LIBRARY_PATH names it"),
          new Known(
              List.of("failed to load pytorch native library"),
              "a library in PYTORCH_LIBRARY_PATH does not load: ldd on its files names what is"
                  + " missing"),
          new Known(
              List.of("cuda error"),
              "the GPU's context is lost: start the process again, and if it comes back look at"
                  + " dmesg for Xid messages"));

  private Advice() {}

  /** The message for whatever was thrown. */
  static String of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UserException) {
        return String.valueOf(at.getMessage());
      }
    }
    StringBuilder chain = new StringBuilder();
    Throwable root = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      chain.append(at).append('\n');
      root = at;
    }
    String text = chain.toString().toLowerCase(Locale.ROOT);
    String said = firstLine(root);
    return KNOWN.stream()
        .filter(known -> known.words().stream().anyMatch(text::contains))
        .findFirst()
        .map(known -> "%s (%s)".formatted(known.next(), said))
        .orElse(said);
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
