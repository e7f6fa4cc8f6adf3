package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import io.facesweep.weights.TensorEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraTest {
  private static final String LAYER = "lora_unet_mid_block_attentions_0_proj_in";

  @TempDir Path directory;

  private final Map<String, NamedArray> arrays = new LinkedHashMap<>();
  private Map<String, String> metadata = Map.of();

  private LoraTest with(String name, long... shape) {
    int elements = 1;
    for (long size : shape) {
      elements *= (int) size;
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = i + 1;
    }
    arrays.put(name, NamedArray.float32(values, shape));
    return this;
  }

  private LoraFile file(double weight) {
    return file("x.safetensors", weight);
  }

  private LoraFile file(String name, double weight) {
    Path path = directory.resolve(name);
    SafetensorsWriter.write(path, arrays, metadata);
    return new LoraFile(path, weight);
  }

  private void refuses(String... parts) {
    LoraFile file = file(1);
    assertThatThrownBy(() -> Lora.open(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use LoRA " + file.path() + ": ")
        .hasMessageContainingAll(parts);
  }

  @Test
  void addsTheProductOfItsMatricesScaledByAlphaOverRankAndItsWeight() {
    with("unet.a.b.lora_A.weight", 2, 3).with("unet.a.b.lora_B.weight", 2, 2);
    arrays.put("unet.a.b.alpha", NamedArray.float32(new float[] {4}));
    Lora lora = Lora.open(file(0.5));
    try (TensorScope scope = TensorScope.open()) {
      Tensor changed = lora.ofUnet(2).edited("a.b.weight", Tensor.zeros(2, 3));
      // up [[1, 2], [3, 4]] times down [[1, 2, 3], [4, 5, 6]], by 0.5 * 4 / 2
      assertThat(changed.toFloats()).containsExactly(9, 12, 15, 19, 26, 33);
      Tensor other = Tensor.ones(2, 3);
      assertThat(lora.ofUnet(2).edited("a.b.bias", other)).isSameAs(other);
      assertThat(lora.ofText().edited("a.b.weight", other)).isSameAs(other);
    }
    lora.requireUsed();
  }

  /** Two LoRAs on one layer of two rows and two columns, and on one that only the second has. */
  @Test
  void twoLorasAddUpWithTheirWeightsAndAlphas() {
    arrays.put("unet.a.lora_A.weight", NamedArray.float32(new float[] {1, 2}, 1, 2));
    arrays.put("unet.a.lora_B.weight", NamedArray.float32(new float[] {3, -1}, 2, 1));
    Lora first = Lora.open(file("first.safetensors", 2));
    arrays.clear();
    arrays.put("lora_unet_a.lora_down.weight", NamedArray.float32(new float[] {1, 0, 1, 4}, 2, 2));
    arrays.put("lora_unet_a.lora_up.weight", NamedArray.float32(new float[] {2, 1, 0, -2}, 2, 2));
    arrays.put("lora_unet_a.alpha", NamedArray.float32(new float[] {1}));
    arrays.put("lora_unet_b.lora_down.weight", NamedArray.float32(new float[] {5}, 1, 1));
    arrays.put("lora_unet_b.lora_up.weight", NamedArray.float32(new float[] {7}, 1, 1));
    Lora second = Lora.open(file("second.safetensors", -0.5));
    try (TensorScope scope = TensorScope.open()) {
      TensorEdit both = first.ofUnet(2).then(second.ofUnet(2));
      Tensor a = both.edited("a.weight", Tensor.of(new float[] {10, 20, 30, 40}, 2, 2));
      // [[10, 20], [30, 40]] + 2 * 1/1 * [[3, 6], [-1, -2]] - 0.5 * 1/2 * [[3, 4], [-2, -8]]
      assertThat(a.toFloats()).containsExactly(15.25f, 31, 28.5f, 38);
      Tensor b = both.edited("b.weight", Tensor.of(new float[] {1}, 1, 1));
      assertThat(b.toFloats()).containsExactly(1 - 0.5f * 35);
    }
    first.requireUsed();
    second.requireUsed();
  }

  /** The weight is larger than what is changed at once, and its last part smaller. */
  @Test
  void changesEveryRowOfALargeHalfPrecisionWeight() {
    int rows = 500;
    int columns = 700;
    float[] down = new float[columns];
    float[] up = new float[rows];
    float[] expected = new float[rows * columns];
    for (int i = 0; i < expected.length; i++) {
      up[i / columns] = 1 + i / columns;
      down[i % columns] = i % columns % 3 - 1;
      expected[i] = 2 + up[i / columns] * down[i % columns];
    }
    arrays.put("unet.a.lora_A.weight", NamedArray.float32(down, 1, columns));
    arrays.put("unet.a.lora_B.weight", NamedArray.float32(up, rows, 1));
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = Tensor.full(2, rows, columns).to(DType.FLOAT16);
      Tensor changed = Lora.open(file(1)).ofUnet(2).edited("a.weight", weight);
      assertThat(changed.dtype()).isEqualTo(DType.FLOAT16);
      assertThat(changed.toFloats()).isEqualTo(expected);
    }
  }

  @Test
  void mergesTwoLorasOfDifferentFormsIntoTheNetsAtOnce() {
    Path golden = SnapshotCopy.original().resolveSibling("lora");
    LoraFile first = new LoraFile(golden.resolve("kohya-r4.safetensors"), 1);
    LoraFile second = new LoraFile(golden.resolve("diffusers-old-r2.safetensors"), 0.5);
    float[] none = output(List.of());
    float[] one = output(List.of(first));
    float[] other = output(List.of(second));
    float[] both = output(List.of(first, second));
    assertThat(both).isNotEqualTo(none).isNotEqualTo(one).isNotEqualTo(other);
    assertThat(both).isEqualTo(output(List.of(first, second)));
  }

  /** What the text encoder and the UNet of the small snapshot give with LoRAs. */
  private static float[] output(List<LoraFile> loras) {
    CheckpointSource source = CheckpointSource.of(SnapshotCopy.original()).withLoras(loras);
    try (Checkpoint checkpoint = Checkpoint.open(source, DType.FLOAT32, DType.FLOAT32, Device.CPU);
        GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor ids = Tensor.of(checkpoint.tokenizer().encode("a man"), 1, 77);
      Tensor text = checkpoint.textEncoder().forward(ids);
      Tensor noise = Tensor.arange(4 * 16 * 16).to(DType.FLOAT32).sin().reshape(1, 4, 16, 16);
      return checkpoint.unet().forward(noise, new long[] {500}, text).toFloats();
    }
  }

  private static Map<String, NamedArray> golden(String name) {
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    try (SafetensorsFile file =
        SafetensorsFile.open(SnapshotCopy.original().resolveSibling("lora").resolve(name))) {
      for (SafetensorsFile.Entry entry : file.entries()) {
        arrays.put(entry.name(), NamedArray.float32(file.floats(entry.name()), entry.shape()));
      }
    }
    return arrays;
  }

  private static float[] goldenOutput(String name) {
    Path path = SnapshotCopy.original().resolveSibling("lora").resolve(name);
    return output(List.of(new LoraFile(path, 1)));
  }

  /** The names that Stable Diffusion's authors give the layers of kohya's file. */
  @Test
  void namesOfTheOriginalLayoutAreTheSameLayers() {
    Map<String, String> originals = new LinkedHashMap<>();
    for (String half : List.of("input", "output")) {
      for (int block = 0; block < 12; block++) {
        for (String rest : List.of("_0", "_1")) {
          String original = "%s_blocks_%d%s_x".formatted(half, block, rest);
          originals.put(
              new LoraLayer(LoraLayer.Part.UNET, original).inDiffusers(2).replaceFirst("_x$", "_"),
              original.replaceFirst("_x$", "_"));
        }
      }
    }
    originals.put("mid_block_attentions_0_", "middle_block_1_");
    int renamed = 0;
    for (Map.Entry<String, NamedArray> entry : golden("kohya-r4.safetensors").entrySet()) {
      String name = entry.getKey();
      for (Map.Entry<String, String> original : originals.entrySet()) {
        String prefix = "lora_unet_" + original.getKey();
        if (name.startsWith(prefix)) {
          name = "lora_unet_" + original.getValue() + name.substring(prefix.length());
          renamed++;
          break;
        }
      }
      assertThat(name).doesNotContain("down_blocks", "up_blocks", "mid_block");
      arrays.put(name, entry.getValue());
    }
    assertThat(renamed).isPositive();
    assertThat(output(List.of(file(1)))).isEqualTo(goldenOutput("kohya-r4.safetensors"));
  }

  @ParameterizedTest
  @CsvSource({
    "input_blocks_0_0, conv_in",
    "time_embed_2, time_embedding_linear_2",
    "out_2, conv_out",
    "input_blocks_1_1_proj_in, down_blocks_0_attentions_0_proj_in",
    "input_blocks_3_0_op, down_blocks_0_downsamplers_0_conv",
    "input_blocks_4_0_skip_connection, down_blocks_1_resnets_0_conv_shortcut",
    "input_blocks_5_0_in_layers_2, down_blocks_1_resnets_1_conv1",
    "input_blocks_8_1_transformer_blocks_0_attn1_to_out_0, down_blocks_2_attentions_1_transformer_blocks_0_attn1_to_out_0",
    "middle_block_0_out_layers_3, mid_block_resnets_0_conv2",
    "middle_block_1_transformer_blocks_0_ff_net_0_proj, mid_block_attentions_0_transformer_blocks_0_ff_net_0_proj",
    "middle_block_2_emb_layers_1, mid_block_resnets_1_time_emb_proj",
    "output_blocks_2_1_conv, up_blocks_0_upsamplers_0_conv",
    "output_blocks_5_2_conv, up_blocks_1_upsamplers_0_conv",
    "output_blocks_3_1_proj_out, up_blocks_1_attentions_0_proj_out",
    "output_blocks_11_0_in_layers_2, up_blocks_3_resnets_2_conv1",
    "mid_block_attentions_0_proj_in, mid_block_attentions_0_proj_in"
  })
  void knowsLayersByTheirOriginalNames(String original, String diffusers) {
    LoraLayer layer = LoraLayer.of("lora_unet_" + original);
    assertThat(layer).isEqualTo(new LoraLayer(LoraLayer.Part.UNET, original));
    assertThat(new LoraLayer(LoraLayer.Part.UNET, original).inDiffusers(2)).isEqualTo(diffusers);
  }

  @ParameterizedTest
  @CsvSource({
    "down_blocks.0.attentions.0.proj_in, UNET, down_blocks_0_attentions_0_proj_in",
    "base_model.model.up_blocks.1.x, UNET, up_blocks_1_x",
    "base_model.model.unet.conv_in, UNET, conv_in",
    "base_model.model.text_model.encoder.layers.0.mlp.fc1, TEXT_ENCODER, encoder_layers_0_mlp_fc1",
    "encoder.layers.0.mlp.fc1, TEXT_ENCODER, encoder_layers_0_mlp_fc1",
    "text_encoder.text_model.encoder.layers.0.mlp.fc1, TEXT_ENCODER, encoder_layers_0_mlp_fc1"
  })
  void knowsTheNetOfALayerWithAndWithoutItsPrefix(
      String name, LoraLayer.Part part, String expected) {
    assertThat(LoraLayer.of(name)).isEqualTo(new LoraLayer(part, expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "base_model.model."})
  void namesOfPeftWithoutTheirNetAreTheSameLayers(String prefix) {
    golden("peft-r2-alpha-in-metadata.safetensors")
        .forEach(
            (name, array) -> arrays.put(prefix + name.substring(name.indexOf('.') + 1), array));
    metadata =
        Map.of("lora_adapter_metadata", "{\"unet.lora_alpha\": 3, \"text_encoder.lora_alpha\": 1}");
    assertThat(output(List.of(file(1))))
        .isEqualTo(goldenOutput("peft-r2-alpha-in-metadata.safetensors"));
  }

  /** One layer of rank 1 whose product is 1 for each name, and what becomes of it. */
  private float[] scales(String json, String... layers) {
    arrays.clear();
    for (String layer : layers) {
      arrays.put(layer + ".lora_A.weight", NamedArray.float32(new float[] {1, 0, 0, 0}, 4, 1));
      arrays.put(layer + ".lora_B.weight", NamedArray.float32(new float[] {1, 0, 0, 0}, 1, 4));
    }
    metadata = Map.of("lora_adapter_metadata", json);
    Lora lora = Lora.open(file(1));
    float[] scales = new float[layers.length];
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < layers.length; i++) {
        String name = layers[i].replace("unet.", "") + ".weight";
        scales[i] = lora.ofUnet(2).edited(name, Tensor.zeros(1, 1)).toFloats()[0];
      }
    }
    return scales;
  }

  @Test
  void alphaPatternsNameLayersByTheEndsOfTheirNames() {
    String alphas =
        "{\"unet.lora_alpha\": 4, \"unet.rank_pattern\": {\"a.to_q\": 4},"
            + " \"unet.alpha_pattern\": {\"a.to_q\": 8, \"^b.to_k\": 12, \"c\\\\.to_v$\": 2}}";
    assertThat(
            scales(
                alphas,
                "unet.a.to_q",
                "unet.x.a.to_q",
                "unet.b.to_k",
                "unet.x.b.to_k",
                "unet.xa.to_q",
                "unet.c.to_v"))
        .containsExactly(2, 2, 3, 1, 1, 0.5f);
  }

  @Test
  void alphaIsDividedByTheRootOfTheRankWhereTheFileSaysSo() {
    assertThat(scales("{\"unet.lora_alpha\": 4, \"unet.use_rslora\": true}", "unet.a"))
        .containsExactly(2);
  }

  @Test
  void refusesPatternsThatAreNoNames() {
    assertThatThrownBy(() -> scales("{\"unet.alpha_pattern\": {\"(a+)+b\": 1}}", "unet.a"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "Invalid unet.alpha_pattern.(a+)+b: 1 (expected the name of a layer, or its end, as a key)");
  }

  @Test
  void aFolderOfPeftSaysItsAlphaInItsConfiguration() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("adapter"));
    arrays.put("base_model.model.conv_in.lora_A.weight", NamedArray.float32(new float[] {1}, 1, 1));
    arrays.put("base_model.model.conv_in.lora_B.weight", NamedArray.float32(new float[] {1}, 1, 1));
    Path weights = folder.resolve("adapter_model.safetensors");
    SafetensorsWriter.write(weights, arrays, Map.of());
    Path config = folder.resolve("adapter_config.json");
    Files.writeString(config, "{\"peft_type\": \"LORA\", \"lora_alpha\": 3}");
    Lora lora = Lora.open(new LoraFile(folder, 1));
    try (TensorScope scope = TensorScope.open()) {
      assertThat(lora.ofUnet(2).edited("conv_in.weight", Tensor.zeros(1, 1)).toFloats())
          .containsExactly(3);
    }
    assertThatThrownBy(() -> Lora.open(new LoraFile(weights, 1)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use LoRA %s: its alpha stands in adapter_config.json beside it (name the folder %s in its place)",
            weights, folder);
    Files.writeString(config, "{\"peft_type\": \"LOHA\"}");
    assertThatThrownBy(() -> Lora.open(new LoraFile(folder, 1)))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid peft_type: \"LOHA\" (expected LORA) in %s", config);
    Files.writeString(config, "{\"use_dora\": true}");
    assertThatThrownBy(() -> Lora.open(new LoraFile(folder, 1)))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid use_dora: true (expected false) in %s", config);
  }

  @Test
  void refusesTwoNamesOfOneLayer() {
    with("unet.mid_block.attentions.0.proj_in.lora_A.weight", 1, 1);
    with("unet.mid_block.attentions.0.proj_in.lora_B.weight", 1, 1);
    with("lora_unet_middle_block_1_proj_in.lora_down.weight", 1, 1);
    with("lora_unet_middle_block_1_proj_in.lora_up.weight", 1, 1);
    Lora lora = Lora.open(file(1));
    assertThatThrownBy(() -> lora.ofUnet(2))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "'lora_unet_middle_block_1_proj_in' and 'unet.mid_block.attentions.0.proj_in' are the same layer");
    with("lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", 1, 1);
    with("lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", 1, 1);
    refuses(
        "'lora_unet_mid_block_attentions_0_proj_in' and 'unet.mid_block.attentions.0.proj_in' are the same layer");
  }

  @Test
  void refusesAnAlphaThatIsNotFinite() {
    with("unet.a.lora_A.weight", 1, 1).with("unet.a.lora_B.weight", 1, 1);
    arrays.put("unet.a.alpha", NamedArray.float32(new float[] {Float.NaN}));
    refuses("'unet.a.alpha' is NaN or infinite");
  }

  @Test
  void refusesMatricesOfDifferentRanks() {
    with(LAYER + ".lora_down.weight", 2, 3).with(LAYER + ".lora_up.weight", 4, 3);
    refuses("'" + LAYER + "' has matrices of ranks 2 and 3 (expected the same)");
  }

  @Test
  void refusesHalfOfAPair() {
    with(LAYER + ".lora_down.weight", 2, 3);
    refuses("'" + LAYER + "' has one of its two matrices only");
  }

  @Test
  void refusesMatricesThatAreNone() {
    with(LAYER + ".lora_down.weight", 2).with(LAYER + ".lora_up.weight", 4, 2);
    refuses("has matrices [2] and [4, 2] (expected [rank, in] and [out, rank]");
  }

  @Test
  void refusesStableDiffusionXl() {
    with("lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", 2, 3);
    refuses("it is for Stable Diffusion XL (supported: 1.x and 2.x)");
  }

  @Test
  void refusesOtherKinds() {
    with(LAYER + ".hada_w1_a", 2, 3);
    refuses("'" + LAYER + ".hada_w1_a' is of LoHa, LoKr, DoRA or the like");
  }

  @Test
  void refusesWhatIsNoPartOfALora() {
    with("conv_in.weight", 2, 3);
    refuses("'conv_in.weight' is no part of a LoRA");
  }

  @Test
  void refusesWhatIsOfNoNet() {
    with("transformer.a.lora_A.weight", 2, 3).with("transformer.a.lora_B.weight", 3, 2);
    refuses("'transformer.a' is neither of a UNet nor of a text encoder");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    with("unet.a.lora_B.weight", 2, 1);
    arrays.put("unet.a.lora_A.weight", NamedArray.float32(new float[] {Float.NaN}, 1, 1));
    Lora lora = Lora.open(file(1));
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = Tensor.zeros(2, 1);
      assertThatThrownBy(() -> lora.ofUnet(2).edited("a.weight", weight))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("'unet.a' has values that are NaN or infinite");
    }
  }

  @Test
  void refusesAFileForAnotherBaseWithTheLayersThatAreMissing() {
    with("lora_unet_input_blocks_10_1_proj_in.lora_down.weight", 1, 16);
    with("lora_unet_input_blocks_10_1_proj_in.lora_up.weight", 16, 1);
    refusesToOpen(
        "the model has no layers for 1 of its 1 (lora_unet_input_blocks_10_1_proj_in): it is for another base");
  }

  @Test
  void refusesAFileWhoseMatricesDoNotFitALayer() {
    with(LAYER + ".lora_down.weight", 1, 5).with(LAYER + ".lora_up.weight", 7, 1);
    refusesToOpen("'" + LAYER + "' changes a layer from 5 to 7, which is [24, 24, 1, 1] here");
  }

  private void refusesToOpen(String reason) {
    CheckpointSource source =
        CheckpointSource.of(SnapshotCopy.original()).withLoras(List.of(file(1)));
    assertThatThrownBy(() -> Checkpoint.open(source, DType.FLOAT32, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(reason);
  }
}
