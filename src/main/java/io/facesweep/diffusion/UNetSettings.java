package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;
import java.util.List;

/**
 * What a UNet and its ControlNets have in common: the encoder half's architecture, read from
 * config.json.
 *
 * @param inChannels channels of the latents
 * @param blockOutChannels width of each level
 * @param layersPerBlock residual blocks of each level on the way down; one more on the way up
 * @param downCrossAttention whether each level attends to the text on the way down
 * @param midBlock the block between the halves
 * @param attentionHeads heads of each level. The file's {@code attention_head_dim} holds this, see
 *     huggingface/diffusers issue 2011
 * @param crossAttentionDim width of the text embeddings
 * @param timeEmbeddingDim width of the timestep embedding
 * @param sinusoids sines and cosines that the timestep is first turned into
 */
public record UNetSettings(
    int inChannels,
    List<Integer> blockOutChannels,
    List<Integer> layersPerBlock,
    List<Boolean> downCrossAttention,
    MidBlock midBlock,
    List<Integer> attentionHeads,
    int crossAttentionDim,
    int normNumGroups,
    double normEps,
    boolean useLinearProjection,
    boolean flipSinToCos,
    int freqShift,
    int timeEmbeddingDim,
    int sinusoids,
    int convInKernel) {

  /** The block between a UNet's halves. */
  public enum MidBlock {
    /** Two residual blocks around a transformer. */
    CROSS_ATTENTION,
    /** One residual block. */
    RESIDUAL,
    /** None: distilled nets. */
    NONE
  }

  static UNetSettings of(JsonConfig config) {
    ConfigRules rules = new ConfigRules(config);
    rules.activation("act_fn", "silu", "swish");
    rules.unused("num_attention_heads");
    rules.unused("class_embed_type");
    rules.unused("num_class_embeds");
    rules.unused("projection_class_embeddings_input_dim");
    rules.unused("addition_embed_type");
    rules.unused("encoder_hid_dim");
    rules.unused("encoder_hid_dim_type");
    rules.unused("reverse_transformer_layers_per_block");
    rules.unused("cross_attention_norm");
    rules.unused("time_cond_proj_dim");
    rules.unused("time_embedding_act_fn");
    rules.unused("timestep_post_act");
    rules.off("dual_cross_attention");
    rules.off("only_cross_attention");
    rules.off("mid_block_only_cross_attention");
    rules.off("resnet_skip_time_act");
    rules.off("class_embeddings_concat");
    rules.only("resnet_time_scale_shift", "default");
    rules.only("time_embedding_type", "positional");
    rules.only("attention_type", "default");
    rules.only("transformer_layers_per_block", 1);
    rules.only("downsample_padding", 1);
    rules.only("mid_block_scale_factor", 1);
    rules.only("resnet_out_scale_factor", 1);

    List<Integer> channels = rules.channels("block_out_channels");
    int levels = channels.size();
    int groups = rules.width("norm_num_groups", 32);
    rules.divisible(channels, groups);
    List<String> downTypes =
        rules.blockTypes("down_block_types", levels, "DownBlock2D", "CrossAttnDownBlock2D");
    List<Integer> heads = rules.counts("attention_head_dim", levels, 8, ConfigRules.MAX_WIDTH);
    for (int i = 0; i < levels; i++) {
      if (channels.get(i) % heads.get(i) != 0) {
        throw config.problem(
            "attention_head_dim",
            "numbers of heads that divide block_out_channels %s".formatted(channels));
      }
    }
    List<Integer> text = rules.counts("cross_attention_dim", levels, 1280, ConfigRules.MAX_WIDTH);
    if (text.stream().distinct().count() != 1) {
      throw config.problem("cross_attention_dim", "one width for every level");
    }
    if (channels.get(0) % 2 != 0) {
      throw config.problem("block_out_channels", "an even number first");
    }
    return new UNetSettings(
        rules.width("in_channels", 4),
        channels,
        rules.counts("layers_per_block", levels, 2, ConfigRules.MAX_LAYERS),
        downTypes.stream().map("CrossAttnDownBlock2D"::equals).toList(),
        midBlock(config),
        heads,
        text.get(0),
        groups,
        config.number("norm_eps", 1e-5),
        config.flag("use_linear_projection", false),
        config.flag("flip_sin_to_cos", true),
        config.integer("freq_shift", 0),
        rules.count("time_embedding_dim", 4 * channels.get(0), 4 * ConfigRules.MAX_WIDTH),
        channels.get(0),
        rules.oddKernel("conv_in_kernel"));
  }

  private static MidBlock midBlock(JsonConfig config) {
    if (config.has("mid_block_type") && config.isNullOrAbsent("mid_block_type")) {
      return MidBlock.NONE;
    }
    return switch (config.text("mid_block_type", "UNetMidBlock2DCrossAttn")) {
      case "UNetMidBlock2DCrossAttn" -> MidBlock.CROSS_ATTENTION;
      case "UNetMidBlock2D" -> MidBlock.RESIDUAL;
      default ->
          throw config.problem("mid_block_type", "UNetMidBlock2DCrossAttn, UNetMidBlock2D or null");
    };
  }

  /**
   * Elements that a pass over one item without gradients holds at most, about: every level's
   * outputs, for the way up, and the widest layers of the outermost level.
   *
   * @param side of the latents
   */
  public long heldElements(long side) {
    long sum = 20L * blockOutChannels.get(0) * side * side;
    for (int level = 0; level < levels(); level++) {
      long along = side >> level;
      sum += (layersPerBlock.get(level) + 1L) * blockOutChannels.get(level) * along * along;
    }
    return sum;
  }

  int levels() {
    return blockOutChannels.size();
  }

  /** Channels that enter a level on the way down. */
  int channelsInto(int level) {
    return blockOutChannels.get(Math.max(0, level - 1));
  }

  int innermostChannels() {
    return blockOutChannels.get(levels() - 1);
  }
}
