package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraTest {
  private static final String LAYER = "lora_unet_mid_block_attentions_0_proj_in";

  @TempDir Path directory;

  private final Map<String, NamedArray> arrays = new LinkedHashMap<>();

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
    Path path = directory.resolve("x.safetensors");
    SafetensorsWriter.write(path, arrays, Map.of());
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
      Tensor changed = lora.ofUnet().edited("a.b.weight", Tensor.zeros(2, 3));
      // up [[1, 2], [3, 4]] times down [[1, 2, 3], [4, 5, 6]], by 0.5 * 4 / 2
      assertThat(changed.toFloats()).containsExactly(9, 12, 15, 19, 26, 33);
      Tensor other = Tensor.ones(2, 3);
      assertThat(lora.ofUnet().edited("a.b.bias", other)).isSameAs(other);
      assertThat(lora.ofText().edited("a.b.weight", other)).isSameAs(other);
    }
    lora.requireUsed();
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
      assertThatThrownBy(() -> lora.ofUnet().edited("a.weight", weight))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("'unet.a' has values that are NaN or infinite");
    }
  }

  @Test
  void refusesAFileForAnotherBaseWithTheLayersThatAreMissing() {
    with("lora_unet_input_blocks_1_1_proj_in.lora_down.weight", 1, 16);
    with("lora_unet_input_blocks_1_1_proj_in.lora_up.weight", 16, 1);
    refusesToOpen(
        "the model has no layers for 1 of its 1 (lora_unet_input_blocks_1_1_proj_in): it is for another base");
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
