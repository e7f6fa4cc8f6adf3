package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.check.CheckReport;
import io.facesweep.check.CheckText;
import io.facesweep.check.DeviceCheck;
import io.facesweep.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
  private final Console console = new Console();

  @Test
  void checksTheCpuWithAConfigurationsNets() {
    int code = console.run(Console.onGolden("check", "--device", "cpu", "--json"));
    JsonObject report = JsonParser.parseString(console.out()).getAsJsonObject();
    assertThat(code).isEqualTo(isSound(report) ? FaceSweep.OK : FaceSweep.TRIAL_FAILED);
    assertThat(report.get("fine").getAsBoolean()).isEqualTo(isSound(report));
    assertThat(report.getAsJsonObject("facts").keySet())
        .contains("FaceSweep", "Java", "system", "libtorch", "natives", "threads", "CUDA devices");
    List<String> computed = new ArrayList<>();
    for (JsonElement finding : report.getAsJsonArray("findings")) {
      JsonObject object = finding.getAsJsonObject();
      computed.add(object.get("name").getAsString() + " " + object.get("where").getAsString());
    }
    assertThat(computed)
        .contains(
            "conv2d cpu float16",
            "attention cpu bfloat16",
            "UNet alone cpu float32",
            "ControlNet twice cpu float32",
            "CLIP text cpu float16",
            "VAE decode backward cpu float16",
            "grey backward alone cpu float32");
    assertThat(report.getAsJsonArray("steps")).hasSize(3);
  }

  /** On some processors libtorch's convolutions of odd channels are wrong, which is to be found. */
  private static boolean isSound(JsonObject report) {
    for (JsonElement finding : report.getAsJsonArray("findings")) {
      JsonObject object = finding.getAsJsonObject();
      if (object.get("name").getAsString().equals("conv2d of odd channels")
          && object.get("where").getAsString().equals("cpu float32")
          && object.get("verdict").getAsString().equals("failed")) {
        return false;
      }
    }
    return true;
  }

  @Test
  void saysWhatHindersADeviceAndChecksTheRest() {
    List<Finding> heard = new ArrayList<>();
    CheckReport report =
        new DeviceCheck("1", Map.of("PYTORCH_FLAVOR", "cpu", "HOME", "x"), heard::add)
            .run(
                () -> {
                  throw new UserException("Cannot use CUDA device 7: look at nvidia-smi.");
                },
                null);
    assertThat(report.deviceOpened()).isFalse();
    assertThat(report.facts()).containsEntry("PYTORCH_FLAVOR", "cpu").doesNotContainKey("HOME");
    assertThat(heard).isEqualTo(report.findings());
    assertThat(CheckText.write(report))
        .contains("FAILED: Cannot use CUDA device 7: look at nvidia-smi.")
        .contains("operators  cpu float16")
        .contains("render     cpu float32")
        .contains("skipped: no configuration names a checkpoint")
        .doesNotContain("\tat ")
        .endsWith("s)");
  }

  @Test
  void endsWithTwoWhereTheDeviceCannotBeOpened() {
    assertThat(console.run(Console.onGolden("check", "--device", "cuda:99")))
        .isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.out()).contains("FAILED: the device could not be opened");
  }

  @Test
  void refusesAConfigurationThatIsNotThere() {
    assertThat(console.run("check", "nowhere.conf")).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("Cannot read configuration nowhere.conf");
  }
}
