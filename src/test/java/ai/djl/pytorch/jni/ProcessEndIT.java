package ai.djl.pytorch.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessEndIT {
  private static final int CODE = 56;
  private static final int SIGTERM = 128 + 15;
  private static final long PATIENCE_SECONDS = 120;
  private static final String COMPUTES = "computes";

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  /** Takes gradients of convolutions, each for longer than a JVM that ends waits. */
  static final class Computing {
    private static final int THREADS = 3;

    private static final CountDownLatch BEGUN = new CountDownLatch(THREADS);

    public static void main(String[] how) throws InterruptedException {
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(Computing::compute);
        thread.setDaemon(true);
        thread.start();
      }
      BEGUN.await();
      System.out.println(COMPUTES);
      if (how[0].equals("exit")) {
        Thread.sleep(Long.parseLong(how[1]));
        System.exit(CODE);
      }
      Thread.sleep(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }

    private static void compute() {
      try (TensorScope scope = TensorScope.open()) {
        Tensor weight = Tensor.ones(64, 64, 3, 3);
        for (int i = 0; ; i++) {
          gradient(weight, i == 0 ? 8 : 96);
          BEGUN.countDown();
        }
      }
    }

    private static void gradient(Tensor weight, int side) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor x = Tensor.ones(8, 64, side, side).asLeaf();
        Tensor y = x;
        for (int layer = 0; layer < 4; layer++) {
          y = Functional.conv2d(y, weight, null, 1, 1);
        }
        Autograd.gradient(y, Tensor.ones(y.shape()), x);
      }
    }
  }

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 1100})
  void aProcessThatExitsWhileOperatorsRunEndsWithItsCode(int milliseconds) throws Exception {
    Process process = start("exit", String.valueOf(milliseconds));
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(CODE);
    assertThat(output).contains(COMPUTES);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aProcessThatIsTerminatedWhileOperatorsRunEndsByThat() throws Exception {
    Process process = start("wait");
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.equals(COMPUTES)) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo(COMPUTES);
      Thread.sleep(700);
      process.destroy();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    }
    assertThat(process.exitValue()).isEqualTo(SIGTERM);
    assertThat(folder).isEmptyDirectory();
  }

  /** In a folder of its own, where a JVM that crashes leaves its log. */
  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(Files.readString(Path.of("target/launch/jvm.options")).trim().split("\\s+")));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", absoluteClassPath()));
    command.add(Computing.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(separator, entries);
  }
}
