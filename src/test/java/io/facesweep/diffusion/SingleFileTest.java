package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileTest {
  private static final Path SECOND = Path.of("src", "test", "resources", "golden", "sd21-like");
  private static final Path CHECKPOINT =
      SECOND.resolve("single-file").resolve("converted-fp16-novae.safetensors");
  private static final Path CONTROLNET =
      SECOND.resolve("single-file").resolve("controlnet-bare-fp16.safetensors");

  @TempDir Path directory;

  private static void refuses(CheckpointSource source, String... parts) {
    assertThatThrownBy(() -> Checkpoint.open(source, DType.FLOAT32, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContainingAll(parts);
  }

  private Path file(String... tensors) {
    Path file = directory.resolve("x.safetensors");
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    for (String tensor : tensors) {
      arrays.put(tensor, NamedArray.float32(new float[1], 1));
    }
    SafetensorsWriter.write(file, arrays, Map.of());
    return file;
  }

  /** Only the tokenizer, and what else is named. */
  private Path parts(String... others) throws IOException {
    Path parts = directory.resolve("parts");
    for (String name : List.of("tokenizer", "unet/config.json", "text_encoder/config.json")) {
      copy(SECOND.resolve("model").resolve(name), parts.resolve(name));
    }
    for (String name : others) {
      copy(SECOND.resolve("model").resolve(name), parts.resolve(name));
    }
    return parts;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          copy(file, to.resolve(file.getFileName()));
        }
      }
    } else {
      Files.write(to, Files.readAllBytes(from));
    }
  }

  @Test
  void infersFromShapesWhatTheConfigurationSays() {
    JsonConfig inferred =
        SingleFile.open(CHECKPOINT).unet(null, CheckpointSource.Copy.PLAIN).config();
    JsonConfig written = JsonConfig.read(SECOND.resolve("model/unet/config.json"));
    for (String key :
        List.of(
            "block_out_channels",
            "layers_per_block",
            "down_block_types",
            "up_block_types",
            "in_channels",
            "out_channels",
            "cross_attention_dim",
            "use_linear_projection")) {
      assertThat(value(inferred, key)).as(key).isEqualTo(value(written, key));
    }
    JsonConfig text = SingleFile.open(CHECKPOINT).text(null).config();
    JsonConfig writtenText = JsonConfig.read(SECOND.resolve("model/text_encoder/config.json"));
    for (String key :
        List.of(
            "vocab_size",
            "hidden_size",
            "num_hidden_layers",
            "intermediate_size",
            "max_position_embeddings",
            "hidden_act")) {
      assertThat(value(text, key)).as(key).isEqualTo(value(writtenText, key));
    }
  }

  private static String value(JsonConfig config, String key) {
    return JsonParser.parseString(config.json()).getAsJsonObject().get(key).toString();
  }

  @Test
  void saysWhatAFileIsAndWhichKeyTakesIt() {
    ModelDescription checkpoint = ModelFile.description(CHECKPOINT);
    assertThat(checkpoint.content()).isEqualTo(ModelContent.FILE);
    assertThat(checkpoint.what())
        .isEqualTo("it is a checkpoint of Stable Diffusion 2.x without VAE");
    assertThat(checkpoint.lacks())
        .containsExactly(
            "a tokenizer: models.parts = <snapshot directory with tokenizer/>",
            "a VAE: models.vae, or vae/ of models.parts",
            "what its UNet predicts: models.prediction, or scheduler/ of models.parts");
    assertThat(ModelFile.description(CONTROLNET).content()).isEqualTo(ModelContent.CONTROLNET);
    Path loras = Path.of("src/test/resources/golden/sd15-like/lora");
    ModelDescription lora = ModelFile.description(loras.resolve("kohya-r4.safetensors"));
    assertThat(lora.content()).isEqualTo(ModelContent.LORA);
    assertThat(lora.details()).singleElement().asString().contains("of the UNet, ");
    assertThat(ModelFile.description(file("x")).what()).contains("it holds 1 tensors, first [x]");
  }

  @Test
  void refusesAFileWithoutATokenizer() {
    refuses(
        CheckpointSource.of(CHECKPOINT), "a single file holds no tokenizer (set models.parts to");
  }

  @Test
  void refusesASecondFileThatDoesNotSayWhatItPredicts() throws IOException {
    Path parts = parts("vae");
    refuses(
        CheckpointSource.of(CHECKPOINT).withParts(parts),
        "does not say what its UNet predicts (set models.prediction to v-prediction");
    try (Checkpoint checkpoint =
        Checkpoint.open(
            CheckpointSource.of(CHECKPOINT).withParts(parts).predicting(PredictionType.EPSILON),
            DType.FLOAT32,
            DType.FLOAT32,
            Device.CPU)) {
      assertThat(checkpoint.schedule().predictionType()).isEqualTo(PredictionType.EPSILON);
      assertThat(checkpoint.schedule().alphasCumprod(999)).isBetween(0.0046f, 0.0048f);
      assertThat(checkpoint.fingerprint()).hasSize(64);
    }
  }

  @Test
  void refusesAFileWithoutAVaeWhereNothingElseHasOne() throws IOException {
    refuses(
        CheckpointSource.of(CHECKPOINT).withParts(parts("scheduler")),
        "it holds no VAE, and",
        "has none (set models.vae)");
  }

  @Test
  void takesAVaeFromElsewhere() throws IOException {
    CheckpointSource source =
        CheckpointSource.of(CHECKPOINT)
            .withParts(parts("scheduler"))
            .withVae(SECOND.resolve("model"));
    try (Checkpoint checkpoint =
        Checkpoint.open(source, DType.FLOAT32, DType.FLOAT32, Device.CPU)) {
      assertThat(checkpoint.vae().config().levels()).isEqualTo(4);
    }
  }

  @Test
  void refusesAMovingAverageThatIsNotThere() {
    CheckpointSource average =
        CheckpointSource.of(CHECKPOINT)
            .withParts(SECOND.resolve("model"))
            .withCopy(CheckpointSource.Copy.MOVING_AVERAGE);
    refuses(
        average, "it holds no moving average of model.diffusion_model.", "models.weights = plain");
    refuses(
        CheckpointSource.of(SECOND.resolve("model")).withCopy(CheckpointSource.Copy.MOVING_AVERAGE),
        "a snapshot directory has no moving average");
  }

  @Test
  void refusesHeadsThatDoNotDivideTheWidths() {
    assertThatThrownBy(() -> ControlNetModel.open(CONTROLNET, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Invalid ")
        .hasMessageContaining(CONTROLNET.toString());
  }

  @Test
  void refusesStableDiffusionXl() {
    refuses(
        CheckpointSource.of(
                file("model.diffusion_model.input_blocks.0.0.weight", "conditioner.embedders.1.x"))
            .withParts(SECOND.resolve("model")),
        "it is a checkpoint of Stable Diffusion XL (supported: 1.x and 2.x)");
  }

  @Test
  void refusesAFileThatIsSomethingElse() {
    refuses(CheckpointSource.of(CONTROLNET), "as a diffusion model: it is a ControlNet");
    assertThatThrownBy(() -> ControlNetModel.open(CHECKPOINT, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it is no ControlNet (it is a checkpoint of Stable Diffusion 2.x");
    assertThatThrownBy(
            () -> UNet2DConditionModel.ofFile(CONTROLNET, null, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it holds no UNet in the layout of Stable Diffusion 1.x or 2.x");
  }

  @Test
  void namesWhatAFileLacks() {
    Path file =
        file(
            "model.diffusion_model.input_blocks.0.0.weight",
            "model.diffusion_model.input_blocks.3.0.op.weight",
            "cond_stage_model.transformer.x");
    refuses(
        CheckpointSource.of(file).withParts(SnapshotCopy.original()), "Cannot ", file.toString());
  }
}
