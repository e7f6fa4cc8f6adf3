package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA out of memory. Tried to allocate 2.00 GiB",
        "CUDA error: out of memory",
        "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory:"
            + " you tried to allocate 68719476736 bytes. Error code 12 (Cannot allocate memory)",
        "DefaultCPUAllocator: not enough memory: you tried to allocate 68719476736 bytes.",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
      })
  void knowsWantOfMemory(String message) {
    assertThat(DeviceFault.of(new IllegalStateException(message)))
        .isEqualTo(DeviceFault.OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA error: an illegal memory access was encountered",
        "CUDA error: device-side assert triggered",
        "CUDA error: unspecified launch failure",
        "CUDA error: uncorrectable ECC error encountered",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR",
        "CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm`"
      })
  void knowsABrokenDevice(String message) {
    assertThat(DeviceFault.of(new IllegalStateException(message))).isEqualTo(DeviceFault.BROKEN);
    assertThatThrownBy(() -> DeviceFault.requireUsable(new IllegalStateException(message)))
        .isInstanceOf(BrokenDeviceException.class)
        .hasMessage(message);
  }

  @Test
  void othersSayNothingOfTheDevice() {
    assertThat(DeviceFault.of(new IllegalStateException("boom"))).isEqualTo(DeviceFault.NONE);
    assertThat(DeviceFault.of(new NullPointerException())).isEqualTo(DeviceFault.NONE);
    assertThat(DeviceFault.of(new UserException("Cannot use it: CUDA error: invalid ordinal")))
        .isEqualTo(DeviceFault.NONE);
    DeviceFault.requireUsable(new IllegalStateException("CUDA out of memory"));
  }

  @Test
  void looksAtCauses() {
    Throwable wrapped =
        new IllegalStateException(
            "went off", new OutOfMemoryError("Cannot reserve 4096 bytes of direct buffer memory"));
    assertThat(DeviceFault.of(wrapped)).isEqualTo(DeviceFault.OUT_OF_MEMORY);
    assertThat(DeviceFault.isOfHeap(wrapped)).isTrue();
    assertThat(DeviceFault.isOfHeap(new IllegalStateException("CUDA out of memory"))).isFalse();
  }

  /** As PyTorch 2.11 said it on an H200, shortened. */
  @Test
  void knowsWhatAGpuSaidOfItsMemory() {
    Throwable said =
        new IllegalStateException(
            """
            The following operation failed in the TorchScript interpreter.
            Traceback of TorchScript (most recent call last):
              File "code/__torch__.py", line 30, in full
                return torch.full(shape, value, dtype=ops.prim.dtype(like), device=ops.prim.device(like))
                       ~~~~~~~~~~ <--- HERE
            RuntimeError: CUDA out of memory. Tried to allocate 1024.00 MiB. GPU 0 has a total capacity of 139.80 GiB of which 195.12 MiB is free. Including non-PyTorch memory, this process has 139.60 GiB memory in use.
            """);
    assertThat(DeviceFault.of(said)).isEqualTo(DeviceFault.OUT_OF_MEMORY);
    assertThat(DeviceFault.reason(said))
        .startsWith("CUDA out of memory. Tried to allocate 1024.00 MiB. GPU 0 has");
  }

  @Test
  void givesTheLineThatSaysIt() {
    String message =
        """
        The following operation failed in the TorchScript interpreter.
        Traceback of TorchScript (most recent call last):
          File "operators.py", line 12, in conv2d
        RuntimeError: CUDA error: unspecified launch failure
        CUDA kernel errors might be asynchronously reported at some other API call.
        """;
    assertThat(DeviceFault.reason(new IllegalStateException("x", new RuntimeException(message))))
        .isEqualTo("CUDA error: unspecified launch failure");
    assertThat(DeviceFault.reason(new OutOfMemoryError("Java heap space")))
        .isEqualTo("Java heap space");
  }
}
