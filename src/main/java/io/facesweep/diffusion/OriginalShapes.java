package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.weights.StoredTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What the shapes of a net's tensors, in the layout of Stable Diffusion's authors, say of its
 * configuration, under diffusers' keys. Numbers of heads and of norm groups, activations and the
 * like leave no trace in shapes.
 */
final class OriginalShapes {
  private static final int MAX_LAYERS = 128;

  private final Path file;
  private final Map<String, StoredTensor> tensors;

  /**
   * @param tensors of one net, without the net's prefix
   */
  OriginalShapes(Path file, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /** Residual blocks of a UNet's level on the way down: its first downsampler comes after them. */
  int unetLayers() {
    for (int block = 1; block < MAX_LAYERS; block++) {
      if (has("input_blocks." + block + ".0.op.weight")) {
        return block - 1;
      }
    }
    throw new UserException(
        "Cannot open %s: its UNet has no downsampler (expected Stable Diffusion 1.x or 2.x)"
            .formatted(file));
  }

  /** Keys of a UNet, or of a ControlNet's half of one. */
  Map<String, Object> unet() {
    int each = unetLayers() + 1;
    int levels = count(level -> "input_blocks." + (level + 1) * each + ".0.op.weight") + 1;
    List<Integer> channels = new ArrayList<>();
    List<String> down = new ArrayList<>();
    List<String> up = new ArrayList<>();
    String attention = "";
    for (int level = 0; level < levels; level++) {
      String block = "input_blocks." + (1 + level * each);
      channels.add(size(block + ".0.out_layers.3.weight", 0));
      boolean attends = has(block + ".1.proj_in.weight");
      attention = attends ? block + ".1." : attention;
      down.add(attends ? "CrossAttnDownBlock2D" : "DownBlock2D");
      up.add(0, attends ? "CrossAttnUpBlock2D" : "UpBlock2D");
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("in_channels", size("input_blocks.0.0.weight", 1));
    keys.put("block_out_channels", channels);
    keys.put("layers_per_block", each - 1);
    keys.put("down_block_types", down);
    keys.put("up_block_types", up);
    String first = attention + "transformer_blocks.0.attn2.to_k.weight";
    keys.put("cross_attention_dim", size(first, 1));
    keys.put("use_linear_projection", tensor(attention + "proj_in.weight").shape().length == 2);
    if (has("out.2.weight")) {
      keys.put("out_channels", size("out.2.weight", 0));
    }
    return keys;
  }

  /** Further keys of a ControlNet. */
  Map<String, Object> hint() {
    List<Integer> widths = new ArrayList<>();
    for (int place = 0; place < OriginalNames.LAST_HINT; place += 4) {
      widths.add(size("input_hint_block." + place + ".weight", 0));
    }
    return Map.of(
        "conditioning_channels",
        size("input_hint_block.0.weight", 1),
        "conditioning_embedding_out_channels",
        widths);
  }

  int vaeLevels() {
    return count(level -> "encoder.down." + level + ".block.0.conv1.weight");
  }

  /** Keys of a VAE. */
  Map<String, Object> vae() {
    List<Integer> channels = new ArrayList<>();
    int levels = vaeLevels();
    for (int level = 0; level < levels; level++) {
      channels.add(size("encoder.down." + level + ".block.0.conv1.weight", 0));
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("block_out_channels", channels);
    keys.put("down_block_types", repeated("DownEncoderBlock2D", levels));
    keys.put("up_block_types", repeated("UpDecoderBlock2D", levels));
    keys.put("layers_per_block", count(block -> "encoder.down.0.block." + block + ".conv1.weight"));
    keys.put("in_channels", size("encoder.conv_in.weight", 1));
    keys.put("out_channels", size("decoder.conv_out.weight", 0));
    keys.put("latent_channels", size("decoder.conv_in.weight", 1));
    return keys;
  }

  /** Keys of a text encoder under transformers' names. */
  Map<String, Object> text() {
    String prefix = textPrefix();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("vocab_size", size(prefix + "embeddings.token_embedding.weight", 0));
    keys.put("hidden_size", size(prefix + "embeddings.token_embedding.weight", 1));
    keys.put("max_position_embeddings", size(prefix + "embeddings.position_embedding.weight", 0));
    keys.put("intermediate_size", size(prefix + "encoder.layers.0.mlp.fc1.weight", 0));
    keys.put("num_hidden_layers", textLayers());
    return keys;
  }

  /** Layers of a text encoder under transformers' names. */
  int textLayers() {
    String layers = textPrefix() + "encoder.layers.";
    return count(layer -> layers + layer + ".mlp.fc1.weight");
  }

  private String textPrefix() {
    return has("text_model.final_layer_norm.weight") ? "text_model." : "";
  }

  private static List<String> repeated(String value, int count) {
    return Collections.nCopies(count, value);
  }

  /** How many of numbered tensors there are. */
  private int count(IntFunction<String> name) {
    int count = 0;
    while (count < MAX_LAYERS && has(name.apply(count))) {
      count++;
    }
    return Math.min(count, MAX_LAYERS);
  }

  private boolean has(String name) {
    return tensors.containsKey(name);
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UserException(
          "Cannot open %s: it lacks the tensor %s (expected Stable Diffusion 1.x or 2.x, or a ControlNet of one)"
              .formatted(file, name));
    }
    return tensor;
  }

  private int size(String name, int axis) {
    long[] shape = tensor(name).shape();
    if (axis >= shape.length || shape[axis] < 1 || shape[axis] > Integer.MAX_VALUE) {
      throw new UserException(
          "Cannot open %s: the tensor %s has %d dimensions, or none of size 1 or more"
              .formatted(file, name, shape.length));
    }
    return (int) shape[axis];
  }
}
