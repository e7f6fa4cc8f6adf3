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
 * Runs the golden nets in float16 and bfloat16, on the branch of the operators that a GPU takes but
 * for convolutions, against PyTorch's numbers in float32.
 *
 * <p>The tolerances are about twice what was measured, for a number format rounds alike but not to
 * the bit on other processors. The largest shares of what is allowed, max|a - b| / max|b| or three
 * times the quotient of the rms, were: float16 text 0.004, UNet 0.015, ControlNet 0.016, VAE 0.009
 * and its gradients 0.016; bfloat16, whose steps are eight times as large, 0.032, 0.099, 0.106,
 * 0.064 and 0.14. A net that is wrong is further off: swapped texts 0.3, a forgotten control image
 * 1.2, a VAE without its attention 0.7.
 */
class HalfParityTest {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final ParityReport REPORT = new ParityReport();

  private static final Map<String, Double> FLOAT16 =
      Map.of("text", 0.008, "unet", 0.03, "controlnet", 0.03, "vae", 0.018, "vae_grad", 0.03);
  private static final Map<String, Double> BFLOAT16 =
      Map.of("text", 0.06, "unet", 0.2, "controlnet", 0.2, "vae", 0.13, "vae_grad", 0.28);

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
