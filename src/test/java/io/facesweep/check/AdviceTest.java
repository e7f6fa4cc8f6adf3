package io.facesweep.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CUDA driver version is insufficient for CUDA runtime version | newer than the GPU's"
            + " driver",
        "PyTorch is not linked with support for cuda devices | use a CUDA build",
        "Cannot initialize CUDA without ATen_cuda library | use a CUDA build",
        "CUDA error: no CUDA-capable device is detected | no GPU is visible",
        "CUDA error: no kernel image is available for execution | the GPU's architecture",
        "CUDA out of memory. Tried to allocate 2 GiB | the memory is full",
        "CUDA error: an illegal memory access was encountered | start the process again",
        "Cannot copy jni files | PYTORCH_FLAVOR=cu128 or cpu",
        "libx.so: cannot open shared object file | a library that libtorch needs is missing",
        "Failed to load PyTorch native library | a library in PYTORCH_LIBRARY_PATH does not load"
      })
  void saysWhatToDoNext(String message, String next) {
    assertThat(Advice.of(new IllegalStateException(message)))
        .contains(next)
        .endsWith("(" + message + ")")
        .doesNotContain("\n", "\tat ");
  }

  @Test
  void showsAMessageForUsersAsItIs() {
    Throwable failure =
        new ExceptionInInitializerError(
            new IllegalStateException(new UserException("Cannot use CUDA device 3: there is 1.")));
    assertThat(Advice.of(failure)).isEqualTo("Cannot use CUDA device 3: there is 1.");
  }

  @Test
  void looksThroughWrappers() {
    Throwable missing = new UnsatisfiedLinkError("libmlx5.so.1: cannot open shared object file");
    assertThat(Advice.of(new IllegalStateException("Failed to load", missing)))
        .startsWith("a library that libtorch needs is missing")
        .endsWith("(libmlx5.so.1: cannot open shared object file)");
  }

  @Test
  void givesTheFirstLineOfWhatItDoesNotKnow() {
    assertThat(Advice.of(new IllegalStateException("strange\nException raised from here")))
        .isEqualTo("strange");
    assertThat(Advice.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
