package ai.djl.pytorch.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import io.facesweep.tensor.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What our natives do with what they cannot use; {@code .ci/run} runs it where it compiles them.
 */
@EnabledIfEnvironmentVariable(
    named = "PYTORCH_LIBRARY_PATH",
    matches = ".+",
    disabledReason = "needs the variables that submit/natives.sh prints")
class OwnNativesTest {
  private static final String NULL_HANDLE = "Cannot use a native handle: it is null";
  private static final String NULL_ARRAY = "Cannot read an array: it is null";

  /** Prints the version that computes. */
  static final class PrintVersion {
    public static void main(String[] none) {
      System.out.println("computes with " + Torch.version());
    }
  }

  @BeforeAll
  static void loadsOurs() {
    TorchBridge.loadEngine();
    assertThat(FaceSweepNatives.present()).isTrue();
  }

  @Test
  void sayThatAHandleIsNull() {
    assertThatThrownBy(() -> TorchBridge.sizes(0))
        .isInstanceOf(EngineException.class)
        .hasMessage(NULL_HANDLE);
    assertThatThrownBy(() -> TorchBridge.add(0, 0)).hasMessage(NULL_HANDLE);
    assertThatThrownBy(() -> TorchBridge.unboxTensor(0)).hasMessage(NULL_HANDLE);
    assertThatThrownBy(() -> TorchBridge.deleteTensor(0)).hasMessage(NULL_HANDLE);
    assertThatThrownBy(() -> TorchBridge.cat(new long[] {0}, 0)).hasMessage(NULL_HANDLE);
    assertThatThrownBy(() -> TorchBridge.run(0, "neg", new long[0])).hasMessage(NULL_HANDLE);
  }

  @Test
  @SuppressWarnings("NullAway")
  void sayThatAnArrayIsNull() {
    assertThatThrownBy(() -> TorchBridge.boxLongs(null)).hasMessage(NULL_ARRAY);
    assertThatThrownBy(() -> TorchBridge.boxDoubles(null)).hasMessage(NULL_ARRAY);
    assertThatThrownBy(() -> TorchBridge.empty(null, 0)).hasMessage(NULL_ARRAY);
  }

  @Test
  void sayThatAnElementTypeIsNone() {
    assertThatThrownBy(() -> TorchBridge.empty(new long[] {2}, 99))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("Invalid number of an element type: 99");
    assertThatThrownBy(() -> TorchBridge.empty(new long[] {2}, 8))
        .hasMessageStartingWith("Invalid number of an element type: 8");
  }

  @Test
  void leaveTheExceptionOfAStreamAsItIs() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(
            () -> PyTorchLibrary.LIB.moduleLoad(broken, new int[] {0, -1}, true, new byte[16], -1))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  @Test
  void sayWhatIsWrongWithAnArchive() {
    assertThatThrownBy(() -> TorchBridge.loadModule(new byte[] {1, 2, 3}))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("istream reader failed");
  }

  @Test
  void refuseADeviceThatIsNotThere() {
    long tensor = TorchBridge.empty(new long[] {2}, 0);
    try {
      assertThatThrownBy(() -> FaceSweepNatives.toCuda(tensor, 99))
          .isInstanceOf(EngineException.class);
    } finally {
      TorchBridge.deleteTensor(tensor);
    }
  }

  /** The library stands where DJL's stood, beside DJL's libtorch, as after a change of settings. */
  @Test
  void areRefusedInAnotherPyTorch(@TempDir Path cache) throws Exception {
    assertThat(printedVersion(cache)).contains("computes with").contains("(DJL's natives)");
    Path theirs = only(cache.resolve("pytorch"), "*/*djl_torch*");
    Files.copy(
        only(Path.of(System.getenv("PYTORCH_LIBRARY_PATH")), "*djl_torch*"),
        theirs,
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(printedVersion(cache))
        .doesNotContain("computes with")
        .contains(
            "Cannot use FaceSweep's native library: it was compiled for PyTorch %s, and PyTorch "
                .formatted(System.getenv("PYTORCH_VERSION")))
        .contains("Run submit/natives.sh again");
  }

  /** What a process prints that has DJL's libtorch in a folder of its own. */
  private static String printedVersion(Path cache) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dai.djl.offline=true");
    command.add("-DOPT_OUT_TRACKING=true");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), PrintVersion.class.getName()));
    Path output = cache.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTORCH_"));
    builder.environment().put("DJL_CACHE_DIR", cache.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  /** The one file below a folder that a pattern names. */
  private static Path only(Path folder, String pattern) throws IOException {
    try (var paths = Files.walk(folder)) {
      var matcher = folder.getFileSystem().getPathMatcher("glob:" + folder + "/" + pattern);
      List<Path> found = paths.filter(matcher::matches).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }
}
