package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;
import java.util.List;

/**
 * Architecture of a {@code ControlNetModel} (config.json).
 *
 * @param encoder the half that it shares with its UNet
 * @param conditioningChannels channels of the control image
 * @param conditioningEmbeddingOutChannels widths of the image's embedding; each but the first
 *     halves the image
 */
public record ControlNetConfig(
    UNetSettings encoder,
    int conditioningChannels,
    List<Integer> conditioningEmbeddingOutChannels) {

  static ControlNetConfig of(JsonConfig config) {
    ConfigRules rules = new ConfigRules(config);
    rules.className("ControlNetModel");
    rules.only("controlnet_conditioning_channel_order", "rgb");
    rules.off("global_pool_conditions");
    UNetSettings encoder = UNetSettings.of(config);
    if (encoder.midBlock() == UNetSettings.MidBlock.NONE) {
      throw config.problem("mid_block_type", "UNetMidBlock2DCrossAttn or UNetMidBlock2D");
    }
    List<Integer> embedding =
        config.isNullOrAbsent("conditioning_embedding_out_channels")
            ? List.of(16, 32, 96, 256)
            : rules.channels("conditioning_embedding_out_channels");
    return new ControlNetConfig(encoder, rules.width("conditioning_channels", 3), embedding);
  }

  /** Pixels of the control image along a side for each pixel of the latents. */
  public int imageFactor() {
    return 1 << (conditioningEmbeddingOutChannels.size() - 1);
  }
}
