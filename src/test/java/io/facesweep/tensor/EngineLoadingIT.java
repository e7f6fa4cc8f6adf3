package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.TorchBridge;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are given a libtorch which does not load: each says in one message what to set.
 */
class EngineLoadingIT {
  private static final long PATIENCE_SECONDS = 120;
  private static final Map<String, String> RIGHT =
      Map.of("PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cpu");

  @TempDir private Path temporary;
  private final List<Process> started = new ArrayList<>();
  private Path libtorch;

  /** Links to the libtorch of this process. */
  @BeforeEach
  void copyLibtorch() throws IOException {
    libtorch = Files.createDirectory(temporary.resolve("libtorch"));
    try (Stream<Path> files = Files.list(TorchBridge.libraryFolder())) {
      for (Path file :
          files.filter(file -> !file.getFileName().toString().contains("djl")).toList()) {
        Files.createSymbolicLink(libtorch.resolve(file.getFileName()), file);
      }
    }
  }

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aLibtorchOfOnesOwnLoads() throws Exception {
    assertThat(run(libtorch, RIGHT)).containsExactly("computed 2.0");
  }

  @Test
  void saysThatVersionAndFlavourAreMissing() throws Exception {
    assertRefused(
        run(libtorch, Map.of()),
        "Cannot load PyTorch's libraries: DJL has no library for PYTORCH_VERSION=(unset) with PYTORCH_FLAVOR=(unset).",
        "PYTORCH_VERSION=2.7.1, and PYTORCH_FLAVOR=cpu or, for CUDA 12.8, cu128.");
  }

  @Test
  void namesALibraryThatIsBroken() throws Exception {
    Files.writeString(libtorch.resolve("libother.so"), "no library");
    assertRefused(
        run(libtorch, RIGHT),
        "Cannot load PyTorch's libraries: " + libtorch.resolve("libother.so"),
        "delete it or name its file in PYTORCH_LIBRARY_EXCLUSION");
  }

  @Test
  void namesWhatALibraryLacksAndGoesOnWithoutIt() throws Exception {
    String name = "libcufile_rdma-abcdef12.so.1";
    writeLibraryThatNeeds("libmlx5.so.1", libtorch.resolve(name));
    assertRefused(
        run(libtorch, RIGHT),
        name + ": libmlx5.so.1: cannot open shared object file",
        "if it is one that FaceSweep can do without (libcufile_rdma is)");
    assertThat(
            run(
                libtorch,
                Map.of(
                    "PYTORCH_VERSION",
                    "2.7.1",
                    "PYTORCH_FLAVOR",
                    "cpu",
                    "PYTORCH_LIBRARY_EXCLUSION",
                    name)))
        .containsExactly("computed 2.0");
  }

  @Test
  void doesNotTakeAnotherLibtorchThanTheOneAskedFor() throws Exception {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertRefused(
        run(empty, RIGHT),
        "Cannot load PyTorch's libraries: PYTORCH_LIBRARY_PATH is %s, where there is no libtorch.so."
            .formatted(empty));
  }

  @Test
  void saysWhereNativesComeFromIfThereAreNone() throws Exception {
    Path none = Path.of("");
    assertRefused(
        run(classPath(entry -> !entry.contains("pytorch-native")), none, Map.of()),
        "Cannot load PyTorch's libraries: there are none on the class path, and nothing is downloaded",
        "PYTORCH_LIBRARY_PATH");
  }

  @Test
  void aFlavourOfCudaWithALibtorchForTheCpuIsNamed() throws Exception {
    assertRefused(
        run(libtorch, Map.of("PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128")),
        "libc10_cuda.so: cannot open shared object file",
        "PYTORCH_FLAVOR=cu128 is for a libtorch with CUDA");
  }

  @Test
  void cudaLibrariesThatTheFlavourLeavesOutAreNamed() throws Exception {
    Files.createFile(libtorch.resolve("libtorch_cuda.so"));
    assertThat(run(libtorch, RIGHT, "0"))
        .hasSize(2)
        .contains("computed 2.0")
        .anyMatch(
            line ->
                line.startsWith(
                    "Cannot use CUDA device 0: libtorch in %s is for CUDA, but its CUDA libraries were not loaded."
                        .formatted(libtorch)));
  }

  private static void assertRefused(List<String> lines, String... parts) {
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains(parts);
    assertThat(lines.get(1)).isEqualTo("again: " + lines.get(0));
  }

  /** A copy of a real library that asks for another one than it was made with. */
  private static void writeLibraryThatNeeds(String needed, Path file) throws IOException {
    Path real;
    try (Stream<Path> files = Files.list(TorchBridge.libraryFolder())) {
      real = files.filter(path -> path.toString().contains("libgomp")).findFirst().orElseThrow();
    }
    String bytes = Files.readString(real, StandardCharsets.ISO_8859_1);
    String old = "libpthread.so.0\0";
    assertThat(bytes).contains(old);
    String replacement = needed + "\0".repeat(old.length() - needed.length());
    Files.writeString(file, bytes.replace(old, replacement), StandardCharsets.ISO_8859_1);
  }

  private List<String> run(Path libraryPath, Map<String, String> environment, String... arguments)
      throws Exception {
    return run(classPath(entry -> true), libraryPath, environment, arguments);
  }

  private static String classPath(Predicate<String> kept) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(kept)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Lines that {@link EngineProbe} writes. */
  private List<String> run(
      String classPath, Path libraryPath, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(Files.readString(Path.of("target/launch/jvm.options")).trim().split("\\s+")));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(EngineProbe.class.getName());
    command.addAll(List.of(arguments));
    Path output = temporary.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(temporary.resolve("errors").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTORCH_"));
    builder.environment().put("DJL_CACHE_DIR", temporary.resolve("cache").toString());
    builder.environment().putAll(environment);
    if (!libraryPath.toString().isEmpty()) {
      builder.environment().put("PYTORCH_LIBRARY_PATH", libraryPath.toString());
    }
    Process process = builder.start();
    started.add(process);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    return Files.readAllLines(output);
  }
}
