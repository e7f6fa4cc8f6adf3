package io.facesweep.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Says why libtorch cannot compute on a CUDA device, and what to set. */
final class CudaFailure {
  /** What libtorch says when the library of its CUDA operators is not in the process. */
  private static final List<String> NO_CUDA_OPERATORS =
      List.of("could not run 'aten::", "aten_cuda", "not linked with support for cuda");

  private static final String ERROR = "RuntimeError: ";

  private CudaFailure() {}

  /**
   * A message for the user.
   *
   * @param index of the device
   * @param working devices that work, counted from 0
   * @param complaint what libtorch said when the device was tried
   * @param libtorch folder that it was loaded from
   */
  static String message(int index, int working, String complaint, Path libtorch) {
    String text = complaint.toLowerCase(Locale.ROOT);
    return "Cannot use CUDA device " + index + ": " + reason(working, complaint, text, libtorch);
  }

  private static String reason(int working, String complaint, String text, Path libtorch) {
    if (NO_CUDA_OPERATORS.stream().anyMatch(text::contains)) {
      return holdsCuda(libtorch)
          ? "libtorch in %s is for CUDA, but its CUDA libraries were not loaded. Set PYTORCH_FLAVOR to its CUDA version, such as cu128."
              .formatted(libtorch)
          : "libtorch in %s is a build for the CPU. Set PYTORCH_LIBRARY_PATH to the lib folder of a libtorch for CUDA, and PYTORCH_VERSION and PYTORCH_FLAVOR to match it, such as 2.7.1 and cu128."
              .formatted(libtorch);
    }
    if (working > 0) {
      return "libtorch sees %d, numbered from 0 (%s). Take a lower number, or check CUDA_VISIBLE_DEVICES (%s) against nvidia-smi."
          .formatted(working, firstLine(complaint), visibleDevices());
    }
    if (text.contains("driver") && (text.contains("too old") || text.contains("insufficient"))) {
      return "the NVIDIA driver is too old for this libtorch (%s). Install a newer driver, or a libtorch for an older CUDA."
          .formatted(firstLine(complaint));
    }
    return "libtorch is a build for CUDA, but finds no GPU that works (%s). Check that nvidia-smi lists one, that the container is given it, and CUDA_VISIBLE_DEVICES (%s)."
        .formatted(firstLine(complaint), visibleDevices());
  }

  private static boolean holdsCuda(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().contains("torch_cuda"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String visibleDevices() {
    String value = System.getenv("CUDA_VISIBLE_DEVICES");
    return value == null ? "unset" : "'" + value + "'";
  }

  /** libtorch's own sentence of a message that begins with where in an operator it happened. */
  private static String firstLine(String complaint) {
    int at = complaint.indexOf(ERROR);
    String own = at < 0 ? complaint : complaint.substring(at + ERROR.length());
    return own.lines().findFirst().orElse("no reason given").strip();
  }
}
