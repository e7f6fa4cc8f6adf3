package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.facesweep.UserException;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.LoraFile;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.diffusion.UNetFiles;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.TexturePriorTraining.BadFiles;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextureUnetTrainingTest {
  private static final Path BASE = Path.of("src/test/resources/golden/sd15-like/model");
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
  private static final String STAGE = "texture-unet";
  private static final int SIDE = 64;

  @TempDir private Path folder;
  private Path textures;

  @BeforeEach
  void paint() throws IOException {
    textures = Files.createDirectories(folder.resolve("textures"));
    PaintedTextures.paint(textures, 5, SIDE);
  }

  private TextureUnetTraining.Job job(String name, TextureColours colours, int side, long steps) {
    return job(name, colours, TrainedWeights.ALL, side, steps);
  }

  private TextureUnetTraining.Job job(
      String name, TextureColours colours, TrainedWeights weights, int side, long steps) {
    return job(name, colours, weights, 0, DType.FLOAT32, side, steps);
  }

  private TextureUnetTraining.Job job(
      String name,
      TextureColours colours,
      TrainedWeights weights,
      int loraRank,
      DType type,
      int side,
      long steps) {
    return new TextureUnetTraining.Job(
        CheckpointSource.of(BASE),
        textures,
        folder.resolve(name),
        folder.resolve(name + ".work"),
        side,
        "face texture",
        colours,
        weights,
        loraRank,
        type,
        BadFiles.STOP,
        new StageSettings(steps, 4, 2e-3, 1, 0.5, 0, 0.8, 1),
        new Trainer.Pace(2, 1, steps, Duration.ofHours(1)), // samples are dear
        0);
  }

  private static void train(TextureUnetTraining.Job job, TrainingListener listener) {
    TextureUnetTraining.run(job, Device.CPU, listener);
  }

  /** A figure's values in the order of the log. */
  private List<Double> logged(String name, String stage, String figure) throws IOException {
    Path log = folder.resolve(name + ".work").resolve(stage).resolve("log.jsonl");
    return Files.readAllLines(log).stream()
        .map(line -> JsonConfig.of(log, line.getBytes(StandardCharsets.UTF_8)))
        .filter(line -> line.has(figure))
        .map(line -> line.number(figure))
        .toList();
  }

  @Test
  void theHeldOutErrorFallsAndTheUnetOpensAsItsBaseDoes() throws IOException {
    train(job("out", TextureColours.RGB, SIDE, 16), new RecordingListener());
    List<Double> errors = logged("out", "texture-unet", "v_mse");
    List<Double> base = logged("out", "texture-unet", "v_mse_base");
    assertThat(errors.get(0)).isEqualTo(base.get(0));
    assertThat(base).containsOnly(base.get(0));
    assertThat(errors.get(errors.size() - 1)).isLessThan(0.9 * errors.get(0));
    List<Double> losses = logged("out", "texture-unet", "loss");
    assertThat(mean(losses.subList(8, 16))).isLessThan(mean(losses.subList(0, 8)));
    Path out = folder.resolve("out");
    try (UNet2DConditionModel net = UNet2DConditionModel.open(out, DType.FLOAT32, Device.CPU);
        Checkpoint of = Checkpoint.open(BASE, DType.FLOAT32, Device.CPU)) {
      assertThat(net.config()).isEqualTo(of.unet().config());
      assertThat(NoiseSchedule.open(out.resolve("scheduler")).predictionType())
          .isEqualTo(of.schedule().predictionType());
    }
    Path work = folder.resolve("out.work").resolve("texture-unet");
    assertThat(work.resolve("step-000000.png")).isNotEmptyFile();
    assertThat(work.resolve("step-000016.png")).isNotEmptyFile();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void goesOnWhereItWasInterruptedToTheSameBits() {
    RecordingListener whole = new RecordingListener();
    train(job("whole", TextureColours.RGB, SIDE, 4), whole);
    RecordingListener first = new RecordingListener("texture-unet", 2);
    assertThat(catchThrowable(() -> train(job("parts", TextureColours.RGB, SIDE, 4), first)))
        .isInstanceOf(TrainingStopped.class);
    RecordingListener second = new RecordingListener();
    train(job("parts", TextureColours.RGB, SIDE, 4), second);
    assertThat(second.progress).hasSizeLessThan(whole.progress.size());
    assertThat(whole.progress).endsWith(second.progress.toArray(new String[0]));
    assertThat(folder.resolve("parts").resolve(WEIGHTS))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve(WEIGHTS));
  }

  @Test
  void aLoraIsTrainedAndWrittenBesideTheUnetThatItMakes() throws IOException {
    RecordingListener whole = new RecordingListener();
    train(lora("out", 8), whole);
    Path file = folder.resolve("out").resolve("lora.safetensors");
    assertThat(whole.messages)
        .contains(
            "use: models.texture-unet = \"%s\"".formatted(folder.resolve("out")),
            "its LoRA alone, for models.loras: " + file);
    List<Double> errors = logged("out", "texture-unet", "v_mse");
    assertThat(errors.get(0)).isEqualTo(logged("out", "texture-unet", "v_mse_base").get(0));
    assertThat(errors.get(errors.size() - 1)).isLessThan(errors.get(0));
    CheckpointSource merged = CheckpointSource.of(BASE).withLoras(List.of(new LoraFile(file, 1)));
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled();
        UNet2DConditionModel net =
            UNet2DConditionModel.open(folder.resolve("out"), DType.FLOAT32, Device.CPU);
        Checkpoint of = Checkpoint.open(merged, DType.FLOAT32, DType.FLOAT32, Device.CPU);
        Checkpoint base = Checkpoint.open(BASE, DType.FLOAT32, Device.CPU)) {
      Tensor expected = output(of.unet());
      double changed = expected.sub(output(base.unet())).abs().max().item();
      // the UNet's file is in float16
      assertThat((double) expected.sub(output(net)).abs().max().item()).isLessThan(0.1 * changed);
    }
    assertThat(catchThrowable(() -> train(lora("parts", 8), new RecordingListener(STAGE, 5))))
        .isInstanceOf(TrainingStopped.class);
    train(lora("parts", 8), new RecordingListener());
    for (String name : List.of("lora.safetensors", WEIGHTS)) {
      assertThat(folder.resolve("parts").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("out").resolve(name));
    }
  }

  private TextureUnetTraining.Job lora(String name, long steps) {
    return job(name, TextureColours.RGB, TrainedWeights.ALL, 4, DType.FLOAT32, SIDE, steps);
  }

  private static Tensor output(UNet2DConditionModel net) {
    RandomStream random = RandomStream.of("output", 0);
    int width = net.config().encoder().crossAttentionDim();
    return net.forward(
        random.child("x").normal(1, 4, 8, 8),
        new long[] {500},
        random.child("text").normal(1, 5, width));
  }

  @Test
  void float16LearnsTooAndGoesOnToTheSameBits() throws IOException {
    train(job("full", TextureColours.YUV, SIDE, 1), new RecordingListener());
    train(half("half", 8), new RecordingListener());
    List<Double> full = logged("full", "texture-unet-yuv", "v_mse");
    List<Double> half = logged("half", "texture-unet-yuv", "v_mse");
    assertThat(half).hasSize(2);
    assertThat(half.get(0)).isCloseTo(full.get(0), withinPercentage(1));
    // its first steps find the loss's scale
    assertThat(half.get(half.size() - 1)).isLessThan(0.95 * half.get(0));
    assertThat(logged("half", "texture-unet-yuv", "loss_scale")).hasSize(8);
    assertThat(
            catchThrowable(
                () -> train(half("parts", 8), new RecordingListener("texture-unet-yuv", 3))))
        .isInstanceOf(TrainingStopped.class);
    train(half("parts", 8), new RecordingListener());
    assertThat(folder.resolve("parts").resolve(WEIGHTS))
        .hasSameBinaryContentAs(folder.resolve("half").resolve(WEIGHTS));
  }

  private TextureUnetTraining.Job half(String name, long steps) {
    return job(name, TextureColours.YUV, TrainedWeights.ALL, 0, DType.FLOAT16, SIDE, steps);
  }

  @Test
  void refusesARankThatIsOutOfRange() {
    assertThatThrownBy(
            () -> job("out", TextureColours.RGB, TrainedWeights.ALL, -1, DType.FLOAT32, SIDE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid lora-rank: -1 (expected 0 to 1024)");
  }

  @Test
  void theWeightsThatAreNotTrainedAreThoseOfTheBase() {
    train(
        job("out", TextureColours.RGB, TrainedWeights.ATTENTION, SIDE, 2), new RecordingListener());
    UNetFiles base = UNetFiles.of(CheckpointSource.of(BASE));
    try (SafetensorsFile out = SafetensorsFile.open(folder.resolve("out").resolve(WEIGHTS))) {
      int changed = 0;
      for (SafetensorsFile.Entry entry : out.entries()) {
        float[] own = out.floats(entry.name());
        float[] before = base.values(entry.name(), own.length);
        boolean isSame = true;
        for (int i = 0; i < own.length; i++) {
          isSame &= Math.abs(own[i] - before[i]) <= 1e-3 * Math.abs(before[i]) + 1e-7;
        }
        if (!entry.name().contains(".attentions.")) {
          assertThat(isSame).as(entry.name()).isTrue();
        }
        changed += isSame ? 0 : 1;
      }
      assertThat(changed).isPositive();
    }
    try (UNet2DConditionModel net =
        UNet2DConditionModel.open(folder.resolve("out"), DType.FLOAT32, Device.CPU)) {
      assertThat(net.bytes()).isPositive();
    }
  }

  @Test
  void coloursAreStagesOfTheirOwn() {
    RecordingListener listener = new RecordingListener();
    train(job("rgb", TextureColours.RGB, SIDE, 1), listener);
    train(job("yuv", TextureColours.YUV, SIDE, 1), listener);
    assertThat(listener.messages)
        .contains(
            "texture-unet from 0 to 1",
            "use: models.texture-unet = \"%s\"".formatted(folder.resolve("rgb")),
            "texture-unet-yuv from 0 to 1",
            "use: models.texture-unet-yuv = \"%s\"".formatted(folder.resolve("yuv")));
    List<String> losses = listener.progress.stream().map(line -> line.split(" ")[2]).toList();
    assertThat(losses).doesNotHaveDuplicates();
  }

  @Test
  void refusesASizeThatTheNetsCannotHalve() {
    assertThatThrownBy(() -> train(job("out", TextureColours.RGB, 50, 1), new RecordingListener()))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid resolution: 50 (expected a multiple of 64 for this snapshot)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aTensorOfAnotherSizeIsRefusedByName() {
    UNetFiles files = UNetFiles.of(CheckpointSource.of(BASE));
    assertThat(files.values("conv_in.bias", 16)).hasSize(16);
    assertThatThrownBy(() -> files.values("conv_in.bias", 17))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot start from %s: conv_in.bias has 16 values (expected 17)", BASE.resolve("unet"));
  }
}
