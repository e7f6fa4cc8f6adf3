package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the nets against the numbers of PyTorch, for every family of checkpoints under {@code
 * -Dgolden.dir}: each directory with {@code fixtures/} in it. A fixture file that is there is
 * compared as a whole; one that this suite does not know, or a family without any, fails.
 */
class GoldenParityTest {
  private static final ParityReport REPORT = new ParityReport();

  /** One comparison for each fixture file. */
  private static final Map<String, Check> CHECKS =
      Map.ofEntries(
          Map.entry("tokenizer.safetensors", GoldenFamily::tokenizer),
          Map.entry("text.safetensors", GoldenFamily::text),
          Map.entry("unet.safetensors", GoldenFamily::unet),
          Map.entry("controlnet.safetensors", GoldenFamily::controlNet),
          Map.entry("vae.safetensors", GoldenFamily::vae),
          Map.entry("vae_grad.safetensors", GoldenFamily::vaeGradients),
          Map.entry("scheduler.safetensors", GoldenFamily::scheduler),
          Map.entry("sds.safetensors", GoldenFamily::scoreDistillation),
          Map.entry("texture_step.safetensors", GoldenFamily::textureStep),
          Map.entry("trace.safetensors", GoldenFamily::trace),
          Map.entry("objectives.safetensors", GoldenFamily::objectives),
          Map.entry("pgc.safetensors", GoldenFamily::pixelClip));

  private interface Check {
    void run(GoldenFamily family, Golden golden);
  }

  @TestFactory
  Stream<DynamicContainer> matchesPyTorch() throws IOException {
    Path root = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
    List<Path> families = families(root);
    assertThat(families).as("directories with fixtures/ under %s", root).isNotEmpty();
    JsonConfig tolerances = JsonConfig.read(tolerances(root));
    return families.stream()
        .map(
            directory -> {
              String name = root.equals(directory) ? "." : root.relativize(directory).toString();
              GoldenFamily family =
                  new GoldenFamily(name, directory, DType.FLOAT32, tolerances::number, REPORT);
              return DynamicContainer.dynamicContainer(name, checks(family, directory));
            });
  }

  private static Stream<DynamicTest> checks(GoldenFamily family, Path directory) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : fixtures(directory.resolve("fixtures"))) {
      String name = file.getFileName().toString();
      Check check = CHECKS.get(name);
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () -> {
                if (check == null) {
                  fail("Cannot check %s: no comparison is known for it", file);
                }
                try (TensorScope scope = TensorScope.open();
                    Golden golden = new Golden(file)) {
                  check.run(family, golden);
                }
              }));
    }
    if (tests.isEmpty()) {
      tests.add(
          DynamicTest.dynamicTest(
              "has fixtures", () -> fail("Cannot check %s: no fixtures in it", directory)));
    }
    return tests.stream();
  }

  private static List<Path> families(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root, 4)) {
      return paths.filter(path -> Files.isDirectory(path.resolve("fixtures"))).sorted().toList();
    }
  }

  private static List<Path> fixtures(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot list " + directory, e);
    }
  }

  private static Path tolerances(Path root) {
    Path directory = root.toAbsolutePath().normalize();
    for (int i = 0; i < 3 && directory != null; i++, directory = directory.getParent()) {
      Path file = directory.resolve("tolerances.json");
      if (Files.exists(file)) {
        return file;
      }
    }
    return Path.of("src/test/resources/golden/tolerances.json");
  }

  @AfterAll
  static void printWorstErrors() {
    System.out.println(
        "Worst errors against PyTorch, relative to the largest value and to the rms");
    System.out.println(REPORT.table());
  }
}
