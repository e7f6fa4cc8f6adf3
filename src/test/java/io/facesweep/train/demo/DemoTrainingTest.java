package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facesweep.UserException;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.PredictionType;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.train.RecordingListener;
import io.facesweep.train.TrainingListener;
import io.facesweep.train.TrainingStopped;
import io.facesweep.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTrainingTest {
  private static final List<String> STAGES =
      List.of("vae", "unet", "controlnet-depth", "controlnet-texture");

  @TempDir private Path folder;

  @Test
  void trainsEveryPartOfASnapshotThatOpens() throws IOException {
    train("a", MicroRecipe.of(4), 0, new RecordingListener());
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("a"), DType.FLOAT32, Device.CPU);
        ControlNetModel depth = control("controlnet-depth");
        ControlNetModel texture = control("controlnet-texture")) {
      assertThat(checkpoint.schedule().predictionType()).isEqualTo(PredictionType.V_PREDICTION);
      assertThat(checkpoint.vae().config().imageFactor()).isEqualTo(2);
      assertThat(depth.config().imageFactor()).isEqualTo(2);
      assertThat(texture.bytes()).isEqualTo(depth.bytes());
      assertThat(checkpoint.tokenizer().contextLength()).isEqualTo(40);
    }
    assertThat(DemoRecipe.of(folder.resolve("a"))).isEqualTo(MicroRecipe.of(4));
    for (String stage : STAGES) {
      Path own = folder.resolve("a.work").resolve(stage);
      assertThat(own.resolve("step-000000.png")).isNotEmptyFile();
      assertThat(own.resolve("step-000004.png")).isNotEmptyFile();
      assertThat(losses("a", stage)).hasSize(2);
    }
  }

  @Test
  void anInterruptedRunGivesTheNumbersOfOneThatWasNot() throws IOException {
    DemoRecipe recipe = MicroRecipe.of(6);
    train("whole", recipe, 3, new RecordingListener());
    for (String stage : List.of("vae", "controlnet-depth")) {
      Throwable stopped =
          catchThrowable(() -> train("parts", recipe, 3, new RecordingListener(stage, 2)));
      assertThat(stopped)
          .isInstanceOf(TrainingStopped.class)
          .hasMessage(
              "stopped in stage %s after step 4; the same command goes on".formatted(stage));
    }
    RecordingListener last = new RecordingListener();
    train("parts", recipe, 3, last);
    assertThat(last.messages).contains("controlnet-depth from 4 to 6");
    for (String stage : STAGES) {
      assertThat(losses("parts", stage)).as(stage).isEqualTo(losses("whole", stage));
    }
    assertThat(files("parts")).isEqualTo(files("whole"));
  }

  @Test
  void aFinishedRunIsLeftAsItIsAndNotGoneOnWithAnotherSeed() throws IOException {
    DemoRecipe recipe = MicroRecipe.of(2);
    train("a", recipe, 0, new RecordingListener());
    Map<String, Integer> before = files("a");
    RecordingListener again = new RecordingListener();
    train("a", recipe, 0, again);
    assertThat(again.progress).isEmpty();
    assertThat(files("a")).isEqualTo(before);
    assertThat(folder.resolve("a").resolve("README.md"))
        .content()
        .contains("trained by FaceSweep itself", "| vae | 2 x 4 |", "samples/unet.png");
    assertThatThrownBy(() -> train("a", recipe, 1, new RecordingListener()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot resume from ")
        .hasMessageContaining("it was made with seed stream ")
        .hasMessageEndingWith("use another --work directory, or delete it to start anew");
  }

  @Test
  void startsFromASnapshotsWeightsAndTokenizer() throws IOException {
    train("a", MicroRecipe.of(2), 0, new RecordingListener());
    Path start = folder.resolve("a");
    train("b", MicroRecipe.of(0), 7, new RecordingListener(), start);
    for (String file :
        List.of(
            "tokenizer/vocab.json",
            "unet/diffusion_pytorch_model.safetensors",
            "text_encoder/model.safetensors",
            "controlnet-depth/diffusion_pytorch_model.safetensors")) {
      assertThat(folder.resolve("b").resolve(file)).hasSameBinaryContentAs(start.resolve(file));
    }
    assertThat(folder.resolve("b").resolve("README.md"))
        .content()
        .contains("It started from the weights of another snapshot");
    DemoRecipe wider = RecipeFile.read(start.resolve(DemoRecipe.FILE), Map.of("text-width", "32"));
    assertThatThrownBy(() -> train("c", wider, 0, new RecordingListener(), start))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Cannot start from .*/text_encoder: .* has \\d+ values \\(expected \\[.*by the recipe\\)");
  }

  @Test
  void startsNetsThatTheSnapshotLacksAsUsual() throws IOException {
    train("a", MicroRecipe.of(0), 0, new RecordingListener(), null);
    Path start = folder.resolve("a");
    String weights = "diffusion_pytorch_model.safetensors";
    Files.delete(start.resolve("controlnet-texture").resolve(weights));
    train("b", MicroRecipe.of(0), 7, new RecordingListener(), start);
    Path trained = folder.resolve("b");
    try (SafetensorsFile control =
            SafetensorsFile.open(trained.resolve("controlnet-texture").resolve(weights));
        SafetensorsFile unet = SafetensorsFile.open(trained.resolve("unet").resolve(weights))) {
      assertThat(control.floats("conv_in.weight")).isEqualTo(unet.floats("conv_in.weight"));
      assertThat(control.floats("controlnet_mid_block.weight")).containsOnly(0);
    }
  }

  private void train(String name, DemoRecipe recipe, long seed, TrainingListener listener) {
    train(name, recipe, seed, listener, null);
  }

  private void train(
      String name, DemoRecipe recipe, long seed, TrainingListener listener, @Nullable Path start) {
    new DemoTraining(
            recipe,
            folder.resolve(name),
            folder.resolve(name + ".work"),
            seed,
            Device.CPU,
            listener,
            start)
        .run();
  }

  private ControlNetModel control(String name) {
    return ControlNetModel.open(folder.resolve("a").resolve(name), DType.FLOAT32, Device.CPU);
  }

  /** Steps and losses of a stage's log. */
  private List<String> losses(String name, String stage) throws IOException {
    Path log = folder.resolve(name + ".work").resolve(stage).resolve("log.jsonl");
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("\"loss\""))
        .map(line -> line.replaceAll(", \"seconds\": [^,}]*", ""))
        .toList();
  }

  /** Hashes of the snapshot's files by name. */
  private Map<String, Integer> files(String name) throws IOException {
    Path root = folder.resolve(name);
    Map<String, Integer> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(
            root.relativize(file).toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }
}
