package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facesweep trial} in a process of its own. */
class TrialProcessIT {
  private static final long PATIENCE_SECONDS = 300;
  private static final int SIGTERM = 128 + 15;

  @TempDir Path temporary;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aTerminateSignalLeavesAConsistentFolderAndSaysSo() throws Exception {
    Path folder = temporary.resolve("trial");
    Path log = temporary.resolve("log");
    Process process = start(log, folder, "-o", "trial.geometry.steps=100000");
    await("the first step", process, log, () -> Files.exists(folder.resolve("summary.json")));
    process.destroy();

    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).isEqualTo(SIGTERM);
    List<String> steps = Files.readAllLines(folder.resolve("steps.csv"));
    assertThat(steps).hasSizeGreaterThan(1);
    assertThat(Files.readString(log))
        .contains("Stopping after this step ...")
        .contains("Trial interrupted: after %d of ".formatted(steps.size() - 1))
        .contains("Wrote " + folder);
    assertThat(folder.resolve("summary.json"))
        .content()
        .contains("\"status\": \"interrupted\"", "\"steps\": %d".formatted(steps.size() - 1));
    assertThat(folder).isDirectoryContaining("glob:**/head.glb");
    int columns = steps.get(0).split(",", -1).length;
    assertThat(steps).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
  }

  @Test
  void twoProcessesGiveTheSameBytes() throws Exception {
    Path first = temporary.resolve("first");
    Path second = temporary.resolve("second");
    Path log = temporary.resolve("log");
    Process process = start(log, first);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).as(() -> read(log)).isEqualTo(FaceSweep.OK);
    Console here = new Console();
    assertThat(here.run(Console.onGolden("trial", "--out", second.toString())))
        .as(here.err())
        .isEqualTo(FaceSweep.OK);
    for (String file :
        List.of("coefficients.json", "latents.npy", "albedo.png", "head.glb", "contact.png")) {
      assertThat(first.resolve(file)).hasSameBinaryContentAs(second.resolve(file));
    }
  }

  private Process start(Path log, Path folder, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(read(Path.of("target/launch/jvm.options")).trim().split("\\s+")));
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FaceSweep.class.getName());
    command.addAll(List.of(Console.onGolden("trial", "--out", folder.toString())));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }

  private static void await(String what, Process process, Path log, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive() && System.nanoTime() < end)
          .as(() -> what + "; it wrote: " + read(log))
          .isTrue();
      Thread.sleep(20);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
