package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

  @TempDir Path directory;
  private SnapshotCopy snapshot;

  @BeforeEach
  void copySnapshot() {
    snapshot = SnapshotCopy.in(directory);
  }

  private Checkpoint open() {
    return Checkpoint.open(directory, DType.FLOAT32, Device.CPU);
  }

  @Test
  void opensEveryPartOfASnapshot() {
    try (Checkpoint checkpoint = open()) {
      assertThat(checkpoint.unet().config().encoder().blockOutChannels())
          .containsExactly(16, 16, 16, 24);
      assertThat(checkpoint.unet().config().encoder().attentionHeads()).containsOnly(8);
      assertThat(checkpoint.vae().config().scalingFactor()).isEqualTo(0.18215);
      assertThat(checkpoint.vae().config().imageFactor()).isEqualTo(8);
      assertThat(checkpoint.textEncoder().config().hiddenSize()).isEqualTo(32);
      assertThat(checkpoint.schedule().predictionType()).isEqualTo(PredictionType.EPSILON);
      assertThat(checkpoint.tokenizer().contextLength()).isEqualTo(77);
      assertThat(checkpoint.bytes()).isGreaterThan(2_000_000 - 100_000);
    }
  }

  @Test
  void fingerprintFollowsTheContentAndNotThePlace() {
    String here;
    try (Checkpoint checkpoint = open();
        Checkpoint original = Checkpoint.open(SnapshotCopy.original(), DType.FLOAT32, Device.CPU)) {
      here = checkpoint.fingerprint();
      assertThat(here).hasSize(64).isEqualTo(original.fingerprint());
    }
    snapshot.set("scheduler/scheduler_config.json", "beta_end", "0.0121");
    try (Checkpoint changed = open()) {
      assertThat(changed.fingerprint()).isNotEqualTo(here);
    }
  }

  @Test
  void closingFreesTheWeights() {
    Checkpoint checkpoint = open();
    checkpoint.close();
    assertThat(checkpoint.bytes()).isZero();
  }

  @Test
  void listsMissingLeftOverAndMisshapenTensorsInOneError() {
    Map<String, NamedArray> arrays = snapshot.arrays(UNET);
    arrays.remove("conv_in.weight");
    arrays.remove("mid_block.attentions.0.norm.bias");
    arrays.put("conv_in.bias", NamedArray.float32(new float[17], 17));
    arrays.put("surplus.weight", NamedArray.float32(new float[3], 3));
    snapshot.write(UNET, arrays);
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot use the weights in " + directory.resolve("unet"))
        .hasMessageContaining("missing: conv_in.weight [16, 4, 3, 3]")
        .hasMessageContaining("missing: mid_block.attentions.0.norm.bias [24]")
        .hasMessageContaining("shape differs: conv_in.bias [17] (expected [16])")
        .hasMessageContaining("left over: surplus.weight [3]");
  }

  @Test
  void refusesWeightsThatAreNotFinite() {
    Map<String, NamedArray> arrays = snapshot.arrays(UNET);
    float[] bias = new float[16];
    bias[3] = Float.NaN;
    arrays.put("conv_in.bias", NamedArray.float32(bias, 16));
    snapshot.write(UNET, arrays);
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot use tensor 'conv_in.bias' of " + snapshot.path(UNET))
        .hasMessageContaining("1 of its 16 values are NaN or infinite");
  }

  @Test
  void refusesASnapshotOfPicklesThatAreNone() throws IOException {
    snapshot.delete(UNET);
    Files.write(snapshot.path("unet/diffusion_pytorch_model.bin"), new byte[] {1, 2, 3});
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "Cannot read "
                + snapshot.path("unet/diffusion_pytorch_model.bin")
                + ": it does not begin as a file of torch.save does");
  }

  @ParameterizedTest
  @CsvSource({
    "StableDiffusionXLPipeline",
    "StableDiffusion3Pipeline",
    "FluxPipeline",
    "StableDiffusionInpaintPipeline"
  })
  void refusesOtherPipelinesByName(String pipeline) {
    snapshot.set("model_index.json", "_class_name", "\"" + pipeline + "\"");
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot open %s: it is a %s (supported: Stable Diffusion 1.x and 2.x, %s)",
            directory,
            pipeline,
            "StableDiffusionControlNetImg2ImgPipeline, StableDiffusionControlNetPipeline,"
                + " StableDiffusionImg2ImgPipeline, StableDiffusionPipeline");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unet|addition_embed_type|\"text_time\"|null: the option is not supported",
        "unet|class_embed_type|\"projection\"|null: the option is not supported",
        "unet|num_class_embeds|1000|null: the option is not supported",
        "unet|encoder_hid_dim|1024|null: the option is not supported",
        "unet|num_attention_heads|8|null: the option is not supported",
        "unet|dual_cross_attention|true|false: the option is not supported",
        "unet|only_cross_attention|[true,false,false,false]|false: the option is not supported",
        "unet|resnet_time_scale_shift|\"scale_shift\"|default",
        "unet|transformer_layers_per_block|[1,2,10]|1",
        "unet|downsample_padding|0|1",
        "unet|act_fn|\"mish\"|silu or swish",
        "unet|mid_block_type|\"UNetMidBlock2DSimpleCrossAttn\"|"
            + "UNetMidBlock2DCrossAttn, UNetMidBlock2D or null",
        "unet|down_block_types|[\"DownBlock2D\",\"KDownBlock2D\",\"DownBlock2D\",\"DownBlock2D\"]|"
            + "4 of DownBlock2D, CrossAttnDownBlock2D",
        "unet|attention_head_dim|[8,8,5,8]|"
            + "numbers of heads that divide block_out_channels [16, 16, 16, 24]",
        "unet|norm_num_groups|7|" + "a divisor of every one of block_out_channels [16, 16, 16, 24]",
        "unet|cross_attention_dim|[32,32,32,64]|one width for every level",
        "unet|conv_in_kernel|2|an odd number of at most 31",
        "unet|block_out_channels|[]|1 to 16 positive whole numbers of at most 65536",
        "unet|block_out_channels|[16,16,16,65544]|1 to 16 positive whole numbers of at most 65536",
        "unet|layers_per_block|2000000000|positive whole numbers of at most 128",
        "unet|time_embedding_dim|2000000000|a whole number from 1 to 262144",
        "unet|in_channels|2000000000|a whole number from 1 to 65536",
        "vae|layers_per_block|2000000000|a whole number from 1 to 128",
        "vae|latent_channels|2000000000|a whole number from 1 to 65536",
        "text_encoder|num_hidden_layers|2000000000|a whole number from 1 to 128",
        "text_encoder|vocab_size|2000000000|a whole number from 1 to 1000000",
        "text_encoder|intermediate_size|2000000000|a whole number from 1 to 262144",
        "text_encoder|max_position_embeddings|2000000000|a whole number from 1 to 65536",
        "vae|use_quant_conv|false|true: the option is not supported",
        "vae|latents_mean|[0.1,0.2,0.3,0.4]|null: the option is not supported",
        "vae|shift_factor|0.1159|null: the option is not supported",
        "vae|mid_block_add_attention|false|true: the option is not supported",
        "vae|scaling_factor|0|a positive number",
        "text_encoder|hidden_act|\"relu\"|quick_gelu or gelu",
        "text_encoder|model_type|\"t5\"|clip_text_model",
        "text_encoder|num_attention_heads|5|a divisor of hidden_size 32",
        "scheduler|prediction_type|\"sample\"|epsilon or v_prediction",
        "scheduler|beta_schedule|\"sigmoid\"|linear, scaled_linear or squaredcos_cap_v2",
        "scheduler|rescale_betas_zero_snr|true|false: the option is not supported",
      })
  void refusesOptionsThatAreNotSupported(String part, String key, String value, String rule) {
    String file = part.equals("scheduler") ? "scheduler_config.json" : "config.json";
    snapshot.set(part + "/" + file, key, value);
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid " + key + ": ")
        .hasMessageContaining("(expected " + rule + ")")
        .hasMessageContaining(part);
  }

  @ParameterizedTest
  @CsvSource({
    "unet/config.json,SD3Transformer2DModel,UNet2DConditionModel",
    "vae/config.json,AsymmetricAutoencoderKL,AutoencoderKL"
  })
  void refusesOtherNetsByName(String file, String actual, String supported) {
    snapshot.set(file, "_class_name", "\"" + actual + "\"");
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot open %s: it configures a %s (supported: %s of Stable Diffusion 1.x and 2.x)",
            snapshot.path(file), actual, supported);
  }

  @Test
  void refusesPartsOfDifferentCheckpoints() {
    Path other = Path.of("src/test/resources/golden/sd21-like/model");
    snapshot.set("vae/config.json", "in_channels", "3");
    copyOver(other.resolve("text_encoder"), "text_encoder");
    snapshot.set("unet/config.json", "_class_name", "\"UNet2DConditionModel\"");
    assertThatThrownBy(this::open)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot open " + directory)
        .hasMessageContaining("the tokenizer's 814 tokens are more than the text encoder's 794");
  }

  private void copyOver(Path source, String part) {
    try {
      for (String file : new String[] {"config.json", "model.safetensors"}) {
        Files.write(snapshot.path(part).resolve(file), Files.readAllBytes(source.resolve(file)));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void readsShardsAndHalfPrecisionFiles() throws IOException {
    float[] whole = unetOutput();
    Map<String, NamedArray> arrays = snapshot.arrays(UNET);
    Map<String, NamedArray> first = new LinkedHashMap<>();
    Map<String, NamedArray> second = new LinkedHashMap<>();
    StringBuilder index = new StringBuilder("{\"metadata\": {}, \"weight_map\": {");
    int count = 0;
    for (Map.Entry<String, NamedArray> entry : arrays.entrySet()) {
      boolean early = count++ < arrays.size() / 2;
      (early ? first : second).put(entry.getKey(), entry.getValue());
      index
          .append(count == 1 ? "" : ", ")
          .append("\"%s\": \"part-%d.safetensors\"".formatted(entry.getKey(), early ? 1 : 2));
    }
    snapshot.delete(UNET);
    snapshot.write("unet/part-1.safetensors", first);
    snapshot.write("unet/part-2.safetensors", second);
    Files.writeString(snapshot.path(UNET + ".index.json"), index.append("}}"));
    assertThat(unetOutput()).isEqualTo(whole);
  }

  private float[] unetOutput() {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled();
        Checkpoint checkpoint = open()) {
      RandomStream random = RandomStream.of("test", 1);
      return checkpoint
          .unet()
          .forward(
              random.child("sample").normal(1, 4, 8, 8),
              new long[] {300},
              random.child("text").normal(1, 77, 32))
          .toFloats();
    }
  }
}
