package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.tensor.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FaceSweepTest {
  @TempDir Path folder;
  private final Console console = new Console();

  @Command(name = "broken")
  private static final class Broken implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("cannot be");
    }
  }

  @Test
  void ourBugsCarryTheirStackTrace() {
    CommandLine commands = FaceSweep.commandLine().addSubcommand(new Broken());
    assertThat(console.run(commands, "broken")).isEqualTo(FaceSweep.BUG);
    assertThat(console.err())
        .startsWith("This is a bug in FaceSweep.")
        .contains("IllegalStateException: cannot be", "\tat " + Broken.class.getName());
  }

  @Test
  void namesTheCommandsAndExitCodes() {
    assertThat(console.run("--help")).isEqualTo(FaceSweep.OK);
    assertThat(console.out()).contains("trial", "plan", "inspect", "config", "130", "interrupted");
  }

  @Test
  void rejectsCommandsThatItDoesNotKnow() {
    assertThat(console.run("trail", "x.conf")).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("trail");
  }

  @Test
  void plansWithoutStarting() {
    assertThat(console.run(Console.onGolden("plan"))).isEqualTo(FaceSweep.OK);
    assertThat(console.out()).contains("4 trials = 2 prompts x 2 combinations x 1 seed");
  }

  @Test
  void plansForPrograms() {
    assertThat(console.run(Console.onGolden("plan", "--json"))).isEqualTo(FaceSweep.OK);
    JsonObject plan = JsonParser.parseString(console.out()).getAsJsonObject();
    assertThat(plan.get("trials").getAsInt()).isEqualTo(4);
    JsonObject stages = plan.getAsJsonObject("stages");
    assertThat(stages.getAsJsonObject("geometry").get("unique").getAsInt()).isEqualTo(2);
    assertThat(stages.getAsJsonObject("texture").get("unique").getAsInt()).isEqualTo(4);
  }

  @Test
  void plansWithoutTheModelsAndSaysSo() {
    String[] arguments = Console.onGolden("plan", "-o", "models.diffusion=models/nowhere");
    assertThat(console.run(arguments)).isEqualTo(FaceSweep.OK);
    assertThat(console.err())
        .isEqualToIgnoringNewLines(
            "Note: Cannot read models.diffusion: models/nowhere is no directory of this machine;"
                + " what the output has already is therefore not known");
    assertThat(console.out()).contains("4 trials = ", "No timings yet");
  }

  @Test
  void rebuildsNoTablesOfASweepThatNeverRan() {
    String[] arguments = Console.onGolden("tables", "-o", "output.uri=" + folder);
    assertThat(console.run(arguments)).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err())
        .contains(
            "Cannot read %s/sweeps/golden-trial/plan.json: there is no such sweep (run it first)"
                .formatted(folder));
  }

  @Test
  void aTerminalRewritesItsLastLine() {
    StringWriter out = new StringWriter();
    TerminalConsole terminal = new TerminalConsole(new PrintWriter(out), 10);
    terminal.status("1 of 2 stages");
    terminal.status("2 of 2");
    terminal.say("done");
    terminal.say("and more");
    String clear = "\r\u001b[2K";
    assertThat(out.toString().replace(System.lineSeparator(), "|"))
        .isEqualTo(clear + "1 of 2 st" + clear + "2 of 2" + clear + "done|and more|");
    assertThat(terminal.isLive()).isTrue();
  }

  @Test
  void listsTheKeysOfAConfiguration() {
    assertThat(console.run("config")).isEqualTo(FaceSweep.OK);
    assertThat(console.out()).contains("trial.texture.depth-control", "models.diffusion");
  }

  @Test
  void writesAConfigurationWithItsDefaults() {
    assertThat(console.run(Console.onGolden("config"))).isEqualTo(FaceSweep.OK);
    assertThat(console.out()).contains("view-dependent-prompts = true", "steps = 3");
  }

  @Test
  void inspectsAFaceModel() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    String[] arguments = {
      "inspect", "face", "builtin:head", "--components", "5", "--size", "32", "--out", ""
    };
    arguments[arguments.length - 1] = sheet.toString();
    assertThat(console.run(arguments)).isEqualTo(FaceSweep.OK);
    assertThat(console.out())
        .contains("builtin:head", "50 components, of them", "head-length", "Wrote " + sheet);
    BufferedImage image = ImageIO.read(sheet.toFile());
    assertThat(image.getWidth()).isEqualTo(8 * (24 + 2) - 2);
    assertThat(image.getHeight()).as("the mean, 4 components, 1").isEqualTo(3 * (32 + 16 + 2) - 2);
  }

  @Test
  void rejectsFaceModelsThatItCannotOpen() {
    assertThat(console.run("inspect", "face", "builtin:hat")).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).startsWith("Error: ").contains("builtin:hat");
  }

  @Test
  void inspectsSnapshotsAndControlNets() {
    Path family = Console.golden().resolve("sd21-like");
    assertThat(console.run("inspect", "snapshot", family.resolve("model").toString())).isZero();
    assertThat(console.out())
        .contains("unet          361,068 parameters", "prediction    v_prediction");
    assertThat(console.run("inspect", "snapshot", family.resolve("controlnet").toString()))
        .isZero();
    assertThat(console.out()).contains("controlnet    154,456 parameters");
  }

  @Test
  void saysWhatIsMissingInASnapshot() {
    assertThat(console.run("inspect", "snapshot", folder.toString()))
        .isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).startsWith("Error: ").contains("model_index.json");
    assertThat(console.run("inspect")).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("Missing what to inspect: face or snapshot");
  }

  @Test
  void findsDevicesByName() {
    assertThat(new DeviceName("cpu").open()).isEqualTo(Device.CPU);
    assertThatThrownBy(() -> new DeviceName("cuda:99").open())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA device 99: this process sees ");
  }
}
