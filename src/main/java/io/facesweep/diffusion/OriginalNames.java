package io.facesweep.diffusion;

import io.facesweep.weights.StoredTensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of tensors in the layout of Stable Diffusion's authors (CompVis latent-diffusion, Stability
 * AI, lllyasviel's ControlNet; OpenCLIP), and what diffusers calls the same tensors. Names without
 * a counterpart stay as they are, so that a net finds them left over.
 */
final class OriginalNames {
  private static final Pattern BLOCK =
      Pattern.compile("(input|output)_blocks\\.(\\d{1,4})\\.(\\d)\\.(.+)");
  private static final Pattern HINT =
      Pattern.compile("input_hint_block\\.(\\d{1,4})\\.(weight|bias)");
  private static final Pattern ZERO =
      Pattern.compile("zero_convs\\.(\\d{1,4})\\.0\\.(weight|bias)");
  private static final Pattern VAE_LEVEL =
      Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d{1,4})\\.(.+)");
  private static final Pattern TEXT_BLOCK =
      Pattern.compile("transformer\\.resblocks\\.(\\d{1,4})\\.(.+)");

  private static final Map<String, String> UNET =
      Map.of(
          "time_embed.0", "time_embedding.linear_1",
          "time_embed.2", "time_embedding.linear_2",
          "input_blocks.0.0", "conv_in",
          "middle_block.1", "mid_block.attentions.0",
          "out.0", "conv_norm_out",
          "out.2", "conv_out",
          "middle_block_out.0", "controlnet_mid_block");
  private static final Map<String, String> RESNET =
      Map.of(
          "in_layers.0", "norm1",
          "in_layers.2", "conv1",
          "emb_layers.1", "time_emb_proj",
          "out_layers.0", "norm2",
          "out_layers.3", "conv2",
          "skip_connection", "conv_shortcut");
  private static final Map<String, String> VAE =
      Map.of(
          "mid.block_1", "mid_block.resnets.0",
          "mid.block_2", "mid_block.resnets.1",
          "mid.attn_1.norm", "mid_block.attentions.0.group_norm",
          "mid.attn_1.q", "mid_block.attentions.0.to_q",
          "mid.attn_1.k", "mid_block.attentions.0.to_k",
          "mid.attn_1.v", "mid_block.attentions.0.to_v",
          "mid.attn_1.proj_out", "mid_block.attentions.0.to_out.0",
          "norm_out", "conv_norm_out");
  private static final Map<String, String> TEXT =
      Map.of(
          "token_embedding.weight", "embeddings.token_embedding.weight",
          "positional_embedding", "embeddings.position_embedding.weight",
          "ln_final.weight", "final_layer_norm.weight",
          "ln_final.bias", "final_layer_norm.bias");
  private static final Map<String, String> TEXT_LAYER =
      Map.of(
          "ln_1", "layer_norm1",
          "ln_2", "layer_norm2",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2",
          "attn.out_proj", "self_attn.out_proj");
  private static final List<String> STACKED = List.of("q_proj", "k_proj", "v_proj");

  private OriginalNames() {}

  /**
   * The name of a UNet's or ControlNet's tensor.
   *
   * @param layers residual blocks of a level on the way down
   */
  static String unet(String original, int layers) {
    Matcher hint = HINT.matcher(original);
    if (hint.matches()) {
      return "controlnet_cond_embedding.%s.%s"
          .formatted(hint(Integer.parseInt(hint.group(1))), hint.group(2));
    }
    Matcher zero = ZERO.matcher(original);
    if (zero.matches()) {
      return "controlnet_down_blocks.%s.%s".formatted(zero.group(1), zero.group(2));
    }
    for (String resnet : List.of("0", "2")) {
      String prefix = "middle_block." + resnet + ".";
      if (original.startsWith(prefix)) {
        return "mid_block.resnets.%d.%s"
            .formatted(
                resnet.equals("0") ? 0 : 1, renamed(RESNET, original.substring(prefix.length())));
      }
    }
    Matcher block = BLOCK.matcher(original);
    if (block.matches() && !original.startsWith("input_blocks.0.")) {
      int index = Integer.parseInt(block.group(2));
      String rest = block.group(4);
      return block.group(1).equals("input")
          ? down(index - 1, block.group(3), rest, layers + 1)
          : up(index, block.group(3), rest, layers + 1);
    }
    return renamed(UNET, original);
  }

  /** Convolutions of the hint stand at even places, the activations between them. */
  private static String hint(int place) {
    int number = place / 2;
    if (number == 0) {
      return "conv_in";
    }
    return place == LAST_HINT ? "conv_out" : "blocks." + (number - 1);
  }

  /** The place of the hint's last convolution, of all ControlNets. */
  static final int LAST_HINT = 14;

  private static String down(int index, String part, String rest, int each) {
    String level = "down_blocks." + index / each;
    if (index % each == each - 1) {
      return rest.startsWith("op.")
          ? level + ".downsamplers.0.conv" + rest.substring(2)
          : level + "." + rest;
    }
    return level + inside(index % each, part, rest);
  }

  private static String up(int index, String part, String rest, int each) {
    String level = "up_blocks." + index / each;
    return rest.startsWith("conv.")
        ? level + ".upsamplers.0." + rest
        : level + inside(index % each, part, rest);
  }

  private static String inside(int layer, String part, String rest) {
    return part.equals("0")
        ? ".resnets.%d.%s".formatted(layer, renamed(RESNET, rest))
        : ".attentions.%d.%s".formatted(layer, rest);
  }

  /**
   * The name of a VAE's tensor.
   *
   * @param levels of the VAE: its decoder counts them from the outermost
   */
  static String vae(String original, int levels) {
    Matcher level = VAE_LEVEL.matcher(original);
    if (level.matches()) {
      int index = Integer.parseInt(level.group(2));
      boolean isDown = level.group(1).equals("encoder.down");
      return "%s_blocks.%d.%s"
          .formatted(
              level.group(1),
              isDown ? index : levels - 1 - index,
              level
                  .group(3)
                  .replaceFirst("^block\\.", "resnets.")
                  .replaceFirst("nin_shortcut", "conv_shortcut")
                  .replaceFirst("^(down|up)sample\\.conv", "$1samplers.0.conv"));
    }
    int half = original.indexOf('.') + 1;
    return original.substring(0, half) + renamed(VAE, original.substring(half));
  }

  /**
   * The tensors of an OpenCLIP text encoder under transformers' names: its stacked queries, keys
   * and values become three each.
   *
   * @param originals by their names without {@code cond_stage_model.model.}
   * @param layers that are used; those after them are left out
   */
  static Map<String, StoredTensor> openClip(Map<String, StoredTensor> originals, int layers) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    originals.forEach(
        (name, tensor) -> {
          Matcher block = TEXT_BLOCK.matcher(name);
          if (!block.matches()) {
            if (TEXT.containsKey(name)) {
              tensors.put(TEXT.get(name), tensor);
            }
          } else if (Integer.parseInt(block.group(1)) < layers) {
            String layer = "encoder.layers." + block.group(1) + ".";
            String rest = block.group(2);
            if (rest.startsWith("attn.in_proj_")) {
              String kind = rest.substring("attn.in_proj_".length());
              tensors.putAll(stacked(layer + "self_attn.", "." + kind, tensor));
            } else {
              tensors.put(layer + renamed(TEXT_LAYER, rest), tensor);
            }
          }
        });
    return tensors;
  }

  private static Map<String, StoredTensor> stacked(
      String prefix, String suffix, StoredTensor tensor) {
    Map<String, StoredTensor> parts = new HashMap<>();
    long rows = tensor.shape().length == 0 ? 0 : tensor.shape()[0] / STACKED.size();
    for (int i = 0; i < STACKED.size(); i++) {
      parts.put(
          prefix + STACKED.get(i) + suffix,
          rows == 0 ? tensor : tensor.rows(i * rows, (i + 1) * rows));
    }
    return parts;
  }

  /** The name of a tensor in a UNet's moving average, of its plain name. */
  static String average(String plain) {
    return "model_ema." + plain.substring("model.".length()).replace(".", "");
  }

  /** A name whose longest known beginning, up to a dot, is replaced. */
  private static String renamed(Map<String, String> names, String original) {
    for (int end = original.length(); end > 0; end = original.lastIndexOf('.', end - 1)) {
      String known = names.get(original.substring(0, end));
      if (known != null) {
        return known + original.substring(end);
      }
    }
    return original;
  }
}
