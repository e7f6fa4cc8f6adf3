package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaFailureTest {
  private static final String OPERATOR = "Traceback of TorchScript\n  try_cuda\nRuntimeError: ";

  @TempDir private Path libtorch;

  private String message(int index, int working, String complaint) {
    return CudaFailure.message(index, working, OPERATOR + complaint + "\nmore", libtorch);
  }

  /** This project's tests run on libtorch for the CPU. */
  @Test
  void libtorchItselfRefusesADeviceThatItWasNotBuiltFor() {
    assertThat(Torch.cudaDeviceCount()).isZero();
    assertThat(Device.preferred()).isEqualTo(Device.CPU);
    assertThatThrownBy(() -> Device.cuda(0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot use CUDA device 0: libtorch in ")
        .hasMessageContaining("is a build for the CPU")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH")
        .hasMessageContaining("PYTORCH_FLAVOR");
  }

  @Test
  void aCopyNamesTheDeviceAsLibtorchUnderstandsIt() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensor.ones(1);
      assertThatThrownBy(() -> x.to(new Device(3)))
          .hasMessageMatching(
              "(?s).*(Could not run 'aten::empty_strided' with arguments from the 'CUDA'"
                  + "|pin_memory=True requires a CUDA).*");
    }
  }

  @Test
  void cudaLibrariesThatAreThereButNotLoadedNeedAFlavour() throws IOException {
    Files.createFile(libtorch.resolve("libtorch_cuda.so"));
    assertThat(message(0, 0, "PyTorch is not linked with support for cuda devices"))
        .isEqualTo(
            "Cannot use CUDA device 0: libtorch in %s is for CUDA, but its CUDA libraries were not loaded. Set PYTORCH_FLAVOR to its CUDA version, such as cu128."
                .formatted(libtorch));
  }

  @Test
  void aMissingDriverIsNamed() {
    assertThat(message(0, 0, "Found no NVIDIA driver on your system. Please check"))
        .startsWith(
            "Cannot use CUDA device 0: libtorch is a build for CUDA, but finds no GPU that works (Found no NVIDIA driver on your system. Please check). Check that nvidia-smi lists one");
  }

  @Test
  void aDriverThatIsTooOldIsNamed() {
    assertThat(message(0, 0, "The NVIDIA driver on your system is too old (found version 11040)."))
        .startsWith("Cannot use CUDA device 0: the NVIDIA driver is too old for this libtorch (")
        .contains("found version 11040", "Install a newer driver");
    assertThat(message(0, 0, "CUDA driver version is insufficient for CUDA runtime version"))
        .contains("Install a newer driver");
  }

  @Test
  void anIndexThatIsTooLargeIsToldHowManyThereAre() {
    assertThat(message(4, 2, "CUDA error: invalid device ordinal"))
        .startsWith(
            "Cannot use CUDA device 4: libtorch sees 2, numbered from 0 (CUDA error: invalid device ordinal). Take a lower number, or check CUDA_VISIBLE_DEVICES (");
  }
}
