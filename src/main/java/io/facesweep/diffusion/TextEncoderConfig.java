package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;

/**
 * Architecture of a {@code CLIPTextModel} (text_encoder/config.json).
 *
 * @param vocabularySize ids are below this
 * @param hiddenSize width of the embeddings
 * @param intermediateSize width inside the feed-forward layers
 * @param layers transformer layers; SD 2 has one less than the model it was cut from
 * @param heads attention heads
 * @param positions longest text
 * @param activation of the feed-forward layers
 * @param layerNormEps epsilon of the layer norms
 * @param eosTokenId the end token, at which texts are pooled; 2 in old files, where it is the
 *     largest id of a text
 */
public record TextEncoderConfig(
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int positions,
    Activation activation,
    double layerNormEps,
    int eosTokenId) {

  private static final int OLD_EOS_TOKEN_ID = 2;
  private static final int MAX_VOCABULARY = 1_000_000;

  /** Activation of the feed-forward layers. */
  public enum Activation {
    /** {@code x sigmoid(1.702 x)}: OpenAI's CLIP, SD 1. */
    QUICK_GELU,
    /** By the error function: OpenCLIP, SD 2. */
    GELU
  }

  static TextEncoderConfig of(JsonConfig config) {
    ConfigRules rules = new ConfigRules(config);
    rules.only("model_type", "clip_text_model");
    String activation = rules.activation("hidden_act", "quick_gelu", "gelu");
    int hidden = rules.width("hidden_size", 512);
    int heads = rules.width("num_attention_heads", 8);
    if (hidden % heads != 0) {
      throw config.problem("num_attention_heads", "a divisor of hidden_size %d".formatted(hidden));
    }
    return new TextEncoderConfig(
        rules.count("vocab_size", 49408, MAX_VOCABULARY),
        hidden,
        rules.count("intermediate_size", 2048, 4 * ConfigRules.MAX_WIDTH),
        rules.layers("num_hidden_layers", 12),
        heads,
        rules.width("max_position_embeddings", 77),
        activation.equals("gelu") ? Activation.GELU : Activation.QUICK_GELU,
        config.number("layer_norm_eps", 1e-5),
        config.integer("eos_token_id", 49407));
  }

  /** What one layer needs to know. */
  ClipLayerConfig layer() {
    return new ClipLayerConfig(
        hiddenSize, intermediateSize, heads, activation, layerNormEps, ClipLayerConfig.Sight.BACK);
  }

  /**
   * Position of a text's first end token; 0 if it has none. Ids of embeddings, which are larger
   * than the encoder's own, end nothing.
   */
  int endPosition(long[] ids, int begin, int length) {
    int end = 0;
    for (int i = length - 1; i >= 0; i--) {
      boolean found =
          eosTokenId == OLD_EOS_TOKEN_ID
              ? ids[begin + i] < vocabularySize && ids[begin + i] >= ids[begin + end]
              : ids[begin + i] == eosTokenId;
      if (found) {
        end = i;
      }
    }
    return end;
  }
}
