package ai.djl.pytorch.jni;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Platform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLogTest {
  @Test
  void libtorchReadsItsVariable() {
    assertThat(NativeLog.heedEnvironment(TorchBridge.libraryFolder()))
        .isEqualTo(!Platform.isWindows());
  }

  @Test
  void doesWithoutTheLibrary(@TempDir Path folder) {
    assertThat(NativeLog.heedEnvironment(folder)).isFalse();
  }
}
