package ai.djl.pytorch.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds with either library: DJL's, or ours where the environment names it. */
class FaceSweepNativesTest {
  @Test
  void computesWithTheNativesThatTheEnvironmentNames() {
    String version = System.getenv("PYTORCH_VERSION");
    if (namesOurs(System.getenv("PYTORCH_LIBRARY_PATH"))) {
      assertThat(Torch.version()).isEqualTo(version + " (FaceSweep's natives)");
      assertThat(FaceSweepNatives.present()).isTrue();
    } else {
      assertThat(Torch.version()).endsWith(" (DJL's natives)");
      assertThat(FaceSweepNatives.present()).isFalse();
    }
  }

  @Test
  void refusesALibraryThatWasCompiledForAnotherPyTorch() {
    assertThatCode(() -> FaceSweepNatives.requireSameTorch("2.13.0", "2.13.0"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> FaceSweepNatives.requireSameTorch("2.13.0", "2.7.1"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use FaceSweep's native library: it was compiled for PyTorch 2.13.0, and PyTorch 2.7.1 is loaded."
                + " Run submit/natives.sh again for the PyTorch that is to be used, and set the variables that it prints.");
  }

  @Test
  void cannotTellTheMemoryOfTheCpu() {
    assertThat(Torch.freeMemory(Device.CPU)).isEmpty();
    assertThat(Torch.peakMemory(Device.CPU)).isEmpty();
  }

  @Test
  void releasesCachedMemoryWhereThereIsNone() {
    assertThatCode(Torch::releaseCachedMemory).doesNotThrowAnyException();
  }

  private static boolean namesOurs(@Nullable String folder) {
    return folder != null && Files.exists(Path.of(folder, "made-of.txt"));
  }
}
