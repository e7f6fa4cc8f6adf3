package io.facesweep.diffusion;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which layer a name in a LoRA's file is of. Kohya's names have no dots, so layers are compared
 * with their dots as underscores.
 *
 * @param part of the checkpoint that has the layer
 * @param name of the layer in that net, underscored: by diffusers or transformers, or of a UNet in
 *     the layout of Stable Diffusion's authors
 */
record LoraLayer(Part part, String name) {
  private static final Pattern PEFT = Pattern.compile("base_model_model_");
  private static final Pattern UNET = Pattern.compile("(?:lora_)?unet_");
  private static final Pattern TEXT = Pattern.compile("lora_te_|text_encoder_");
  private static final Pattern XL = Pattern.compile("lora_te1_|lora_te2_|text_encoder_2_");
  private static final Pattern TEXT_MODEL = Pattern.compile("text_model_");

  /** Modules of the two nets, for names that do not say which net they are of. */
  private static final Pattern IN_UNET =
      Pattern.compile(
          "(?:down_blocks|up_blocks|mid_block|conv_in|conv_out|time_embedding"
              + "|input_blocks|output_blocks|middle_block|time_embed|out_\\d)(?:_|$)");

  private static final Pattern IN_TEXT = Pattern.compile("text_model_|encoder_layers_");

  /** The nets that LoRAs change. */
  enum Part {
    UNET("unet"),
    TEXT_ENCODER("text_encoder");

    private final String key;

    Part(String key) {
      this.key = key;
    }

    /** What diffusers calls it. */
    String key() {
      return key;
    }
  }

  /**
   * Returns the layer of a name; null where it is of no net that is known.
   *
   * @param name with dots or underscores, without what follows the layer
   */
  static @Nullable LoraLayer of(String name) {
    String layer = without(PEFT, name.replace('.', '_'));
    if (UNET.matcher(layer).lookingAt()) {
      return new LoraLayer(Part.UNET, without(UNET, layer));
    } else if (TEXT.matcher(layer).lookingAt()) {
      return new LoraLayer(Part.TEXT_ENCODER, withoutModel(without(TEXT, layer)));
    } else if (IN_UNET.matcher(layer).lookingAt()) {
      return new LoraLayer(Part.UNET, layer);
    }
    return IN_TEXT.matcher(layer).lookingAt()
        ? new LoraLayer(Part.TEXT_ENCODER, withoutModel(layer))
        : null;
  }

  /** Whether a name is of Stable Diffusion XL. */
  static boolean isXl(String name) {
    return XL.matcher(without(PEFT, name.replace('.', '_'))).lookingAt();
  }

  /** The same name without the module that newer files leave out. */
  static String withoutModel(String layer) {
    return without(TEXT_MODEL, layer);
  }

  private static String without(Pattern prefix, String name) {
    Matcher matcher = prefix.matcher(name);
    return matcher.lookingAt() ? name.substring(matcher.end()) : name;
  }

  /**
   * The name that diffusers gives the layer of a UNet.
   *
   * @param layersPerBlock residual blocks of a level on the way down
   */
  String inDiffusers(int layersPerBlock) {
    String dotted =
        name.replaceFirst("^(input|output)_blocks_(\\d{1,4})_(\\d)_", "$1_blocks.$2.$3.")
            .replaceFirst("^middle_block_(\\d)_", "middle_block.$1.")
            .replaceFirst("^input_blocks_0_0$", "input_blocks.0.0")
            .replaceFirst("^(time_embed|out)_(\\d)$", "$1.$2")
            .replaceFirst("(in|out|emb)_layers_(\\d)$", "$1_layers.$2");
    if (dotted.equals(name)) {
      return name;
    }
    String weight = OriginalNames.unet(dotted + ".weight", layersPerBlock);
    return weight.substring(0, weight.length() - ".weight".length()).replace('.', '_');
  }
}
