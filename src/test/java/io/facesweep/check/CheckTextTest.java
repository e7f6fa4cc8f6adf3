package io.facesweep.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckTextTest {
  private static final Finding FINE =
      new Finding("nets", "UNet", "cuda:0 float16", Verdict.OK, 1e-3, 3e-2, 5, "");
  private static final Finding WRONG =
      new Finding("nets", "VAE", "cuda:0 float16", Verdict.FAILED, 0.5, 3e-2, 5, "too far");

  private static CheckReport report(boolean opened, Finding... findings) {
    return new CheckReport(
        Map.of("FaceSweep", "0.1.0"),
        "cuda:0",
        opened,
        List.of(findings),
        List.of(new StepTime("geometry", 64, 12.4, 2)),
        7);
  }

  @Test
  void saysThatADeviceIsFine() {
    CheckReport report = report(true, FINE);
    assertThat(report.isFine()).isTrue();
    assertThat(CheckText.write(report).lines())
        .containsExactly(
            "FaceSweep      0.1.0",
            "",
            "nets       cuda:0 float16   1 of 1 ok, largest difference 1.0e-03 of UNet (at most"
                + " 3e-02)",
            "step       geometry         12 ms at 64 px, median of 2",
            "",
            "cuda:0 is fine (7 s)");
  }

  @Test
  void namesWhatFailed() {
    CheckReport report = report(true, FINE, WRONG);
    assertThat(report.isFine()).isFalse();
    assertThat(CheckText.write(report))
        .contains(
            "1 of 2 ok, largest difference 5.0e-01 of VAE (at most 3e-02)\n"
                + "    FAILED VAE: 5.0e-01, too far\n")
        .endsWith("FAILED on cuda:0: 1 of 2 (7 s)");
  }

  @Test
  void saysWhyADeviceCouldNotBeOpened() {
    Finding hindered = Finding.of("device", "opening", "", Verdict.FAILED, "no GPU is visible");
    assertThat(CheckText.write(report(false, hindered, FINE)))
        .contains("device                      FAILED: no GPU is visible\n")
        .endsWith("FAILED: the device could not be opened (7 s)");
  }

  @Test
  void warnsOfAFormatThatIsUnusable() {
    Finding wrong =
        new Finding("nets", "UNet", "cpu bfloat16", Verdict.UNUSABLE, 0.5, 3e-2, 5, "too far");
    assertThat(CheckText.write(report(true, wrong)))
        .contains(
            "    unusable UNet: 5.0e-01, too far\n"
                + "    Do not set models.dtype to this number format here.\n")
        .endsWith("cuda:0 is fine (7 s)");
  }

  @Test
  void saysWhatToDoWhereAProcessorConvolvesWrong() {
    Finding wrong =
        new Finding("operators", "conv2d", "cpu float32", Verdict.FAILED, 0.25, 2e-3, 5, "too far");
    Finding right = new Finding("operators", "add", "cpu float32", Verdict.OK, 0, 2e-3, 5, "");
    assertThat(CheckText.write(report(true, right, wrong)))
        .contains("    ONEDNN_MAX_CPU_ISA=AVX2 in the environment and check again.\n");
  }

  @Test
  void writesJson() {
    JsonObject json =
        JsonParser.parseString(CheckText.json(report(true, FINE, WRONG))).getAsJsonObject();
    assertThat(json.get("fine").getAsBoolean()).isFalse();
    JsonObject wrong = json.getAsJsonArray("findings").get(1).getAsJsonObject();
    assertThat(wrong.get("verdict").getAsString()).isEqualTo("failed");
    assertThat(wrong.get("difference").getAsDouble()).isEqualTo(0.5);
    assertThat(wrong.get("note").getAsString()).isEqualTo("too far");
    assertThat(json.getAsJsonArray("steps").get(0).getAsJsonObject().get("kind").getAsString())
        .isEqualTo("geometry");
  }
}
