package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.config.SweepConfig;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.settings.EmbeddingSettings;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden").toAbsolutePath();

  @TempDir Path temporary;
  private final Console console = new Console();

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  /** Files of a folder, without those of its stages and starts. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(folder.resolve("stages")))
          .filter(file -> !file.startsWith(folder.resolve("starts")))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void writesAllThatATrialGives() throws IOException {
    Path folder = temporary.resolve("trial");
    int code = console.run(Console.onGolden("trial", "--index", "1", "--out", folder.toString()));

    assertThat(console.err())
        .contains("texture.depth-control = false", "measuring ...", "Trial done. Wrote");
    assertThat(code).isEqualTo(FaceSweep.OK);
    assertThat(files(folder))
        .containsExactly(
            "albedo.png",
            "coefficients.json",
            "contact.png",
            "effective.conf",
            "evolution-geometry.gif",
            "evolution-texture.gif",
            "head.glb",
            "latents.npy",
            "metrics.json",
            "prior-edges.png",
            "steps.csv",
            "summary.json",
            "views/grey_000.png",
            "views/grey_180.png",
            "views/textured_000.png",
            "views/textured_180.png");
    JsonObject summary = json(folder.resolve("summary.json"));
    assertThat(summary.get("status").getAsString()).isEqualTo("done");
    assertThat(summary.get("index").getAsInt()).isEqualTo(1);
    assertThat(summary.getAsJsonObject("phases").keySet()).containsExactly("geometry", "texture");
    assertThat(summary.getAsJsonObject("metrics").keySet())
        .containsExactlyElementsOf(
            Metrics.ALL.stream()
                .filter(metric -> metric != Metrics.FAILED)
                .map(Metric::name)
                .filter(name -> !name.contains("clip"))
                .toList());
    assertThat(json(folder.resolve("metrics.json")).keySet())
        .isEqualTo(summary.getAsJsonObject("metrics").keySet());
    assertThat(Files.readAllLines(folder.resolve("steps.csv"))).hasSize(1 + 3 + 2);
    SweepConfig effective = SweepConfig.load(folder.resolve("effective.conf"), List.of());
    assertThat(effective.sweep().name()).isEqualTo("golden-trial");
    for (String kind : List.of("geometry", "texture")) {
      Path stage = folder.resolve("stages/" + kind);
      stage = stage.resolve(summary.get(kind + "_stage").getAsString());
      assertThat(json(stage.resolve("record.json")).get("status").getAsString()).isEqualTo("done");
    }
  }

  @Test
  void computesWithASingleFileItsVaeTwoLorasAndAnEmbedding() throws IOException {
    Path family = GOLDEN.resolve("sd21-like");
    Path folder = temporary.resolve("trial");
    String attention = "down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
    Path kohya = lora("kohya", "lora_unet_" + attention, ".lora_down.weight", ".lora_up.weight");
    Path peft =
        lora("peft", "unet." + attention.replace("_0_", ".0."), ".lora_A.weight", ".lora_B.weight");
    String[] command =
        Console.onGolden(
            "trial",
            "--out",
            folder.toString(),
            "-o",
            "trial.phases=texture-only",
            "-o",
            "trial.geometry.coefficients=[0]",
            "-o",
            "models.diffusion=" + family.resolve("single-file/converted-fp16-novae.safetensors"),
            "-o",
            "models.parts=" + family.resolve("model"),
            "-o",
            "models.vae=" + GOLDEN.resolve("sd15-like/bin/vae"),
            "-o",
            "models.depth-controlnet=" + family.resolve("controlnet"),
            "-o",
            "models.texture-controlnet="
                + family.resolve("single-file/controlnet-bare-fp16.safetensors"),
            "-o",
            "models.loras=[{ file = \"%s\", weight = 0.5 }, \"%s\"]".formatted(kohya, peft),
            "-o",
            "models.embeddings=[{ file = \"%s\", token = wrinkled }]"
                .formatted(GOLDEN.resolve("sd15-like/textual-inversion/learned_embeds-3.bin")),
            "-o",
            "sweep.prompts=[\"a wrinkled man\"]");
    assertThat(console.run(command)).as(console.err()).isEqualTo(FaceSweep.OK);
    SweepConfig effective = SweepConfig.load(folder.resolve("effective.conf"), List.of());
    assertThat(effective.models().checkpoint().loras()).hasSize(2);
    assertThat(effective.models().checkpoint().embeddings())
        .extracting(EmbeddingSettings::identityToken)
        .containsExactly("wrinkled");
    assertThat(json(folder.resolve("summary.json")).get("status").getAsString()).isEqualTo("done");
  }

  /** A LoRA of rank 1 of one layer of the golden UNet. */
  private Path lora(String name, String layer, String down, String up) {
    Path file = temporary.resolve(name + ".safetensors");
    float[] values = new float[8];
    Arrays.fill(values, 0.25f);
    SafetensorsWriter.write(
        file,
        Map.of(
            layer + down, NamedArray.float32(values, 1, 8),
            layer + up, NamedArray.float32(values, 8, 1)),
        Map.of());
    return file;
  }

  @Test
  void judgesOfTheUsersMeasureAndOneThatFailsIsNamed() throws IOException {
    Path folder = temporary.resolve("trial");
    String[] command =
        Console.onGolden(
            "trial",
            "--out",
            folder.toString(),
            "-o",
            "trial.phases=texture-only",
            "-o",
            "trial.geometry.coefficients=[1, -1]",
            "-o",
            "metrics.clips.tiny=" + Path.of("src/test/resources/clip-like").toAbsolutePath(),
            "-o",
            scorer("bright", "mean.pt", 16),
            "-o",
            scorer("id", "embedding.pt", 16),
            "-o",
            scorer("odd", "odd.pt", 16),
            "-o",
            scorer("small", "embedding.pt", 32));
    assertThat(console.run(command)).as(console.err()).isEqualTo(FaceSweep.OK);
    assertThat(console.err())
        .contains("Warning: scorers.odd failed, and its measures are empty: it gave FLOAT32 of")
        .contains("Warning: scorers.small failed")
        .contains("mat1 and mat2 shapes cannot be multiplied (1x192 and 48x4)");
    JsonObject summary = json(folder.resolve("summary.json"));
    assertThat(summary.getAsJsonObject("judge_errors").keySet())
        .containsExactly("scorers.odd", "scorers.small");
    JsonObject metrics = json(folder.resolve("metrics.json"));
    assertThat(metrics.keySet())
        .contains(
            "clip_score_tiny",
            "zero_shot_janus_tiny",
            "zero_shot_light_tiny",
            "scorer_bright",
            "front_scorer_bright",
            "identity_spread_id",
            "faces")
        .doesNotContain("scorer_odd", "identity_spread_odd", "identity_spread_small");
    assertThat(number(metrics, "scorer_bright")).isBetween(0.5, 1.0);
    assertThat(metrics.getAsJsonObject("scorer_bright").get("direction").getAsString())
        .isEqualTo("higher_is_better");
    assertThat(number(metrics, "identity_spread_id")).isBetween(0.0, 1.0);
    assertThat(number(metrics, "zero_shot_light_tiny")).isBetween(0.0, 1.0);
  }

  private static String scorer(String name, String file, int size) {
    Path path = Path.of("src/test/resources/scorers", file).toAbsolutePath();
    return "metrics.scorers.%s={ file = \"%s\", size = %d }".formatted(name, path, size);
  }

  private static double number(JsonObject metrics, String name) {
    return metrics.getAsJsonObject(name).get("value").getAsDouble();
  }

  @Test
  void whatIsFinishedIsFoundAgain() throws IOException {
    Path folder = temporary.resolve("trial");
    String[] command =
        Console.onGolden(
            "trial",
            "--out",
            folder.toString(),
            "-o",
            "trial.phases=texture-only",
            "-o",
            "trial.geometry.coefficients=[1, -1]");
    assertThat(console.run(command)).isEqualTo(FaceSweep.OK);
    byte[] head = Files.readAllBytes(folder.resolve("head.glb"));
    Files.delete(folder.resolve("head.glb"));

    Console again = new Console();
    assertThat(again.run(command)).as(again.err()).isEqualTo(FaceSweep.OK);
    assertThat(again.err())
        .contains("Found 1 of 1 stages in " + folder, "Trial done. Wrote")
        .doesNotContain("it/s", "measuring");
    assertThat(folder.resolve("head.glb")).hasBinaryContent(head);

    String[] another = Arrays.copyOf(command, command.length + 2);
    another[command.length] = "-o";
    another[command.length + 1] = "trial.texture.steps=1";
    Console refused = new Console();
    assertThat(refused.run(another)).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(refused.err())
        .isEqualTo(
            "Error: Cannot write to %s: it is not empty, and not of this trial with these settings"
                    .formatted(folder)
                + " and models; name another folder"
                + System.lineSeparator());
  }

  @Test
  void aTrialThatFailsSaysWhyAndKeepsItsSteps() throws IOException {
    Path broken = Console.golden().resolve("sd15-like/model");
    Path model = temporary.resolve("model");
    for (String file : files(broken)) {
      Files.createDirectories(model.resolve(file).getParent());
      Files.copy(broken.resolve(file), model.resolve(file));
    }
    endInAHugeNumber(model.resolve("unet/diffusion_pytorch_model.safetensors"));
    Path folder = temporary.resolve("trial");
    int code =
        console.run(
            Console.onGolden(
                "trial",
                "--out",
                folder.toString(),
                "-o",
                "models.diffusion=" + model,
                "-o",
                "trial.guidance.non-finite-limit=0"));

    assertThat(console.err()).contains("Trial failed: ");
    assertThat(code).isEqualTo(FaceSweep.TRIAL_FAILED);
    assertThat(files(folder)).containsExactly("effective.conf", "steps.csv", "summary.json");
    JsonObject summary = json(folder.resolve("summary.json"));
    assertThat(summary.get("status").getAsString()).isEqualTo("failed");
    assertThat(summary.get("message").getAsString()).contains("NaN or infinite");
    assertThat(Files.readAllLines(folder.resolve("steps.csv"))).hasSize(2);
  }

  /** Puts a number that overflows into the end of a float32 checkpoint. */
  private static void endInAHugeNumber(Path weights) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(file.length() - Float.BYTES);
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(Float.MAX_VALUE)));
    }
  }

  @Test
  void reportsAllThatIsWrongBeforeAnythingRuns() {
    Path folder = temporary.resolve("trial");
    int code =
        console.run(
            Console.onGolden(
                "trial",
                "--out",
                folder.toString(),
                "-o",
                "trial.texture.latent-steps=99",
                "-o",
                "trial.geometry.resolution=63",
                "-o",
                "models.depth-controlnet=null"));
    assertThat(code).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err())
        .startsWith("Error: Cannot use configuration")
        .contains("3 problems", "latent-steps", "geometry.resolution", "models.depth-controlnet")
        .doesNotContain("\tat ");
    assertThat(folder).doesNotExist();
  }

  @Test
  void saysWhichCheckpointIsMissing() {
    Path folder = temporary.resolve("trial");
    String[] arguments =
        Console.onGolden("trial", "--out", folder.toString(), "-o", "models.diffusion=/nowhere");
    assertThat(console.run(arguments)).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).startsWith("Error: Cannot ").contains("/nowhere");
    assertThat(folder).doesNotExist();
  }

  @Test
  void rejectsATrialThatTheSweepDoesNotHave() {
    assertThat(console.run(Console.onGolden("trial", "--index", "4"))).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "Error: Invalid --index: 4 (expected 0 to 3, the trials of sweep golden-trial)"
                + System.lineSeparator());
  }

  @Test
  void doesNotMixTwoTrialsInOneFolder() throws IOException {
    Files.writeString(temporary.resolve("notes.txt"), "mine");
    int code = console.run(Console.onGolden("trial", "--out", temporary.toString()));
    assertThat(code).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err())
        .startsWith(
            "Error: Cannot write to %s: it is not empty, and not of this trial"
                .formatted(temporary));
    assertThat(files(temporary)).containsExactly("notes.txt");
  }

  @Test
  void rejectsDevicesThatItDoesNotKnow() {
    assertThat(console.run(Console.onGolden("trial", "--device", "tpu"))).isEqualTo(2);
    assertThat(console.err()).contains("tpu (expected auto, cpu or cuda:N)");
  }
}
