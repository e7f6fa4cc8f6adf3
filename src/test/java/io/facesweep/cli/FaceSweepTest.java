package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.face.SmallFaceModels;
import io.facesweep.tensor.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            "Note: Cannot read models.diffusion: models/nowhere is no directory or file of weights of this machine;"
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
    Path pictures = folder.resolve("pictures");
    String[] arguments = {
      "inspect", "face", "builtin:head", "--components", "5", "--size", "64", "--out", ""
    };
    arguments[arguments.length - 1] = pictures.toString();
    assertThat(console.run(arguments)).isEqualTo(FaceSweep.OK);
    assertThat(console.out())
        .contains("builtin:head", "50 components, of them", "head-length")
        .contains("regions      face, scalp, eyes, lips, ears, neck")
        .contains("Wrote pictures to " + pictures);
    BufferedImage views = ImageIO.read(pictures.resolve("views.png").toFile());
    assertThat(views.getWidth()).isEqualTo(4 * (48 + 2) - 2);
    assertThat(views.getHeight()).isEqualTo(2 * (64 + 16 + 2) - 2);
    BufferedImage sheet = ImageIO.read(pictures.resolve("components.png").toFile());
    assertThat(sheet.getWidth()).as("-2 and +2 of 4 components").isEqualTo(8 * (32 + 2) - 2);
    assertThat(sheet.getHeight()).as("4 components, then 1").isEqualTo(2 * (32 + 16 + 2) - 2);
    BufferedImage layout = ImageIO.read(pictures.resolve("layout.png").toFile());
    int front = layout.getRGB(512, 512) & 0xff;
    int back = layout.getRGB(4, 512) & 0xff;
    assertThat(front).as("the face in the middle is lighter than the seam").isGreaterThan(back);
  }

  @Test
  void inspectsEveryFormOfFaceModel() throws IOException {
    SmallFaceModels.ict(folder);
    Map<Path, List<String>> forms = new LinkedHashMap<>();
    forms.put(
        folder, List.of("4 vertices, 4 faces", "texture      ", "identity001", "expressions  1"));
    forms.put(
        SmallFaceModels.flame(folder, "flame.npz"),
        List.of("4 vertices, 4 faces", "texture      ", "identity     3 components"));
    forms.put(
        SmallFaceModels.flame(folder, "flame-protocol2.pkl"),
        List.of("cylindrical projection stands in", "300 components, of them", "expressions  1"));
    forms.put(
        SmallFaceModels.bfm(folder, 4, 9),
        List.of("cylindrical projection stands in", "identity     2 components"));
    forms.put(
        SmallFaceModels.flame(folder, "gnm.npz"),
        List.of("16 vertices, 8 faces", "every vertex has its twin", "identity     2 components"));
    forms.put(
        SmallFaceModels.flame(folder, "hifi.mat"),
        List.of("HIFI3D++", "keypoint-01", "identity     2 components"));
    for (Map.Entry<Path, List<String>> form : forms.entrySet()) {
      String spec = form.getKey().toString();
      Path out = folder.resolve("out");
      int code =
          console.run(
              "inspect", "face", spec, "--components", "2", "--size", "16", "--out", out + "");
      assertThat(code).as(console.err()).isEqualTo(FaceSweep.OK);
      assertThat(console.out()).contains(form.getValue());
      assertThat(ImageIO.read(out.resolve("components.png").toFile()).getWidth())
          .isEqualTo(4 * (8 + 2) - 2);
    }
  }

  @Test
  void rejectsNumbersOutOfRangeWhenInspecting() {
    assertThat(console.run("inspect", "face", "builtin:head", "--size", "2"))
        .isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("Invalid --size: 2 (expected 4 to 8192)");
    assertThat(console.run("inspect", "face", "builtin:head", "--components", "-1"))
        .isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains("Invalid --components: -1 (expected 0 to 8192)");
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
        .contains(
            "unet          361,068 parameters",
            "prediction    v_prediction",
            "pictures      of 768 pixels");
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
    assertThat(console.err()).contains("Missing what to inspect: a file or a folder");
  }

  @Test
  void findsDevicesByName() {
    assertThat(new DeviceOption.Name("cpu").open()).isEqualTo(Device.CPU);
    assertThatThrownBy(() -> new DeviceOption.Name("cuda:99").open())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA device 99: ");
  }
}
