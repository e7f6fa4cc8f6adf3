package io.facesweep.diffusion;

import io.facesweep.weights.JsonConfig;
import java.util.List;

/**
 * Architecture of a {@code UNet2DConditionModel} (unet/config.json). Options that Stable Diffusion
 * 1.x, 2.x and their distilled variants do not use are refused by name.
 *
 * @param encoder the half that ControlNets share
 * @param upCrossAttention whether each level attends to the text on the way up, innermost first
 * @param centerInputSample whether the latents are mapped by 2 x - 1 first
 */
public record UNetConfig(
    UNetSettings encoder,
    int outChannels,
    List<Boolean> upCrossAttention,
    boolean centerInputSample,
    int convOutKernel) {

  static UNetConfig of(JsonConfig config) {
    ConfigRules rules = new ConfigRules(config);
    rules.className("UNet2DConditionModel");
    UNetSettings encoder = UNetSettings.of(config);
    List<String> upTypes =
        rules.blockTypes("up_block_types", encoder.levels(), "UpBlock2D", "CrossAttnUpBlock2D");
    return new UNetConfig(
        encoder,
        rules.width("out_channels", 4),
        upTypes.stream().map("CrossAttnUpBlock2D"::equals).toList(),
        config.flag("center_input_sample", false),
        rules.oddKernel("conv_out_kernel"));
  }
}
