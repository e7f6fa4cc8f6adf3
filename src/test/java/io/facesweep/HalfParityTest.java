package io.facesweep;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the golden nets in float16 and bfloat16, on the branch of the operators that a GPU takes,
 * against PyTorch's numbers in float32.
 */
class HalfParityTest {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final ParityReport REPORT = new ParityReport();

  private static final Map<String, Double> FLOAT16 =
      Map.of("text", 1., "unet", 1., "controlnet", 1., "vae", 1., "vae_grad", 1.);
  private static final Map<String, Double> BFLOAT16 =
      Map.of("text", 1., "unet", 1., "controlnet", 1., "vae", 1., "vae_grad", 1.);

  private interface Check {
    void run(GoldenFamily family, Golden golden);
  }

  private static final Map<String, Check> CHECKS =
      Map.of(
          "text", GoldenFamily::text,
          "unet", GoldenFamily::unet,
          "controlnet", GoldenFamily::controlNet,
          "vae", GoldenFamily::vae,
          "vae_grad", GoldenFamily::vaeGradients);

  @ParameterizedTest
  @CsvSource({
    "sd15-like, FLOAT16",
    "sd15-like, BFLOAT16",
    "sd21-like, FLOAT16",
    "sd21-like, BFLOAT16"
  })
  void isAsNearToFloat32AsTheNumberFormatAllows(String name, DType type) {
    Map<String, Double> tolerances = type == DType.FLOAT16 ? FLOAT16 : BFLOAT16;
    GoldenFamily family =
        new GoldenFamily(
            name + " " + type,
            ROOT.resolve(name),
            type,
            what -> Objects.requireNonNull(tolerances.get(what)),
            REPORT);
    for (String net : List.of("text", "unet", "controlnet", "vae", "vae_grad")) {
      Path file = ROOT.resolve(name).resolve("fixtures").resolve(net + ".safetensors");
      try (TensorScope scope = TensorScope.open();
          Golden golden = new Golden(file)) {
        Objects.requireNonNull(CHECKS.get(net)).run(family, golden);
      }
    }
  }

  @AfterAll
  static void printWorstErrors() {
    System.out.println("Worst errors of half types against PyTorch in float32");
    System.out.println(REPORT.table());
  }
}
