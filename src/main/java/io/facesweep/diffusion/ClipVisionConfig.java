package io.facesweep.diffusion;

import io.facesweep.diffusion.TextEncoderConfig.Activation;
import io.facesweep.weights.JsonConfig;

/**
 * Architecture of CLIP's image tower ({@code vision_config} of a {@code CLIPModel}'s config.json).
 *
 * @param hiddenSize width of the states
 * @param intermediateSize width inside the feed-forward layers
 * @param layers transformer layers
 * @param heads attention heads
 * @param imageSize side of the images that it sees, pixels
 * @param patchSize side of a patch, pixels
 * @param activation of the feed-forward layers
 * @param layerNormEps epsilon of the layer norms
 */
public record ClipVisionConfig(
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int imageSize,
    int patchSize,
    Activation activation,
    double layerNormEps) {

  static ClipVisionConfig of(JsonConfig config) {
    ConfigRules rules = new ConfigRules(config);
    rules.only("model_type", "clip_vision_model");
    rules.only("num_channels", 3);
    String activation = rules.activation("hidden_act", "quick_gelu", "gelu");
    int hidden = rules.width("hidden_size", 768);
    int heads = rules.width("num_attention_heads", 12);
    int image = rules.width("image_size", 224);
    int patch = rules.width("patch_size", 32);
    if (hidden % heads != 0) {
      throw config.problem("num_attention_heads", "a divisor of hidden_size %d".formatted(hidden));
    }
    if (image % patch != 0) {
      throw config.problem("patch_size", "a divisor of image_size %d".formatted(image));
    }
    return new ClipVisionConfig(
        hidden,
        rules.count("intermediate_size", 3072, 4 * ConfigRules.MAX_WIDTH),
        rules.layers("num_hidden_layers", 12),
        heads,
        image,
        patch,
        activation.equals("gelu") ? Activation.GELU : Activation.QUICK_GELU,
        config.number("layer_norm_eps", 1e-5));
  }

  /** Patches along both sides, and the class's own position. */
  int positions() {
    int along = imageSize / patchSize;
    return along * along + 1;
  }

  ClipLayerConfig layer() {
    return new ClipLayerConfig(
        hiddenSize, intermediateSize, heads, activation, layerNormEps, ClipLayerConfig.Sight.ALL);
  }
}
