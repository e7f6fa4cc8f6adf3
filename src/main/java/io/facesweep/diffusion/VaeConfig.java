package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;
import java.util.List;

/**
 * Architecture of an {@code AutoencoderKL} (vae/config.json).
 *
 * @param inChannels of the images that go in
 * @param outChannels of the images that come out
 * @param latentChannels of the latents
 * @param blockOutChannels width of each level, outermost first
 * @param layersPerBlock residual blocks of each level of the encoder; the decoder has one more
 * @param normNumGroups groups of the group norms
 * @param scalingFactor what diffusion's latents are the VAE's times: 0.18215 where the file says
 *     nothing
 */
public record VaeConfig(
    int inChannels,
    int outChannels,
    int latentChannels,
    List<Integer> blockOutChannels,
    int layersPerBlock,
    int normNumGroups,
    double scalingFactor) {

  static VaeConfig of(JsonConfig config) {
    ConfigRules rules = new ConfigRules(config);
    rules.className("AutoencoderKL");
    rules.activation("act_fn", "silu", "swish");
    rules.on("use_quant_conv");
    rules.on("use_post_quant_conv");
    rules.on("mid_block_add_attention");
    rules.unused("shift_factor");
    rules.unused("latents_mean");
    rules.unused("latents_std");
    List<Integer> channels = rules.channels("block_out_channels");
    rules.blockTypes("down_block_types", channels.size(), "DownEncoderBlock2D");
    rules.blockTypes("up_block_types", channels.size(), "UpDecoderBlock2D");
    int groups = rules.width("norm_num_groups", 32);
    rules.divisible(channels, groups);
    double scaling = config.number("scaling_factor", 0.18215);
    if (scaling <= 0) {
      throw config.problem("scaling_factor", "a positive number");
    }
    return new VaeConfig(
        rules.width("in_channels", 3),
        rules.width("out_channels", 3),
        rules.width("latent_channels", 4),
        channels,
        rules.layers("layers_per_block", 1),
        groups,
        scaling);
  }

  /** Pixels of an image along a side for each pixel of its latents. */
  public int imageFactor() {
    return 1 << (blockOutChannels.size() - 1);
  }

  /**
   * Elements of the activations that a differentiable pass over one image keeps, about: of each
   * residual block the inputs and outputs of its two norms and the inputs of its two convolutions.
   *
   * @param side of the image, pixels
   * @param more residual blocks of a level than {@code layersPerBlock}: 1 for the decoder
   */
  public long keptElements(long side, int more) {
    long sum = 0;
    for (int level = 0; level < levels(); level++) {
      long along = side >> level;
      sum += (6L * (layersPerBlock + more) + 3) * width(level) * along * along;
    }
    long inner = side / imageFactor();
    return sum + 20L * innermostChannels() * inner * inner;
  }

  int width(int level) {
    return blockOutChannels.get(level);
  }

  int levels() {
    return blockOutChannels.size();
  }

  int innermostChannels() {
    return width(levels() - 1);
  }
}
