package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks through nets and names their activations by diffusers' module paths. */
public final class NetTrace {
  private final Map<String, Tensor> activations = new LinkedHashMap<>();

  public Map<String, Tensor> activations() {
    return activations;
  }

  public void unet(UNet2DConditionModel unet, Tensor sample, long[] timesteps, Tensor text) {
    UNetEncoder encoder = unet.encoder;
    put("unet.time_proj", encoder.timeEmbedding.sinusoids(timesteps, sample));
    Tensor embedding = put("unet.time_embedding", encoder.timeEmbedding.forward(timesteps, sample));
    Tensor time = Functional.silu(embedding);
    Tensor hidden = put("unet.conv_in", encoder.convIn.forward(sample));
    firstBlock(encoder.downBlocks.get(0), unet.config().encoder(), hidden, time, text);
    Deque<Tensor> skips = new ArrayDeque<>();
    skips.add(hidden);
    for (int i = 0; i < encoder.downBlocks.size(); i++) {
      List<Tensor> outputs = encoder.downBlocks.get(i).forward(hidden, time, text);
      hidden = put("unet.down_blocks." + i, outputs.get(outputs.size() - 1));
      skips.addAll(outputs);
    }
    hidden = put("unet.mid_block", encoder.mid(hidden, time, text));
    for (int i = 0; i < unet.upBlocks.size(); i++) {
      hidden = put("unet.up_blocks." + i, unet.upBlocks.get(i).forward(hidden, skips, time, text));
    }
    put("unet.conv_norm_out", unet.convNormOut.forward(hidden));
  }

  private void firstBlock(
      DownBlock2D block, UNetSettings unetSettings, Tensor x, Tensor time, Tensor text) {
    String name = "unet.down_blocks.0.";
    Tensor hidden = put(name + "resnets.0", block.resnets.get(0).forward(x, time));
    if (!block.attentions.isEmpty()) {
      Transformer2DModel attention = block.attentions.get(0);
      String path = name + "attentions.0";
      put(path, attention.forward(hidden, text));
      Tensor normed = put(path + ".norm", attention.norm.forward(hidden));
      Tensor states = attention.projIn.toSequence(normed); // [N, HW, C]
      boolean image = !unetSettings.useLinearProjection();
      put(path + ".proj_in", image ? states.permute(0, 2, 1).reshape(normed.shape()) : states);
      transformer(path + ".transformer_blocks.0.", attention.transformerBlocks0, states, text);
    }
    if (block.downsamplers0 != null) {
      List<Tensor> outputs = block.forward(x, time, text);
      put(name + "downsamplers.0", outputs.get(outputs.size() - 1));
    }
  }

  private void transformer(String path, BasicTransformerBlock block, Tensor x, Tensor text) {
    Tensor self = x.add(put(path + "attn1", block.selfAttention(x)));
    Tensor cross = put(path + "attn2", block.attn2.forward(block.norm2.forward(self), text));
    Tensor normed = block.norm3.forward(self.add(cross));
    put(path + "ff.net.0", block.ff.gated(normed));
    put(path + "ff", block.ff.forward(normed));
  }

  public void controlNet(ControlNetModel net, Tensor image) {
    put("controlnet.controlnet_cond_embedding", net.controlnetCondEmbedding.forward(image));
  }

  public void vae(AutoencoderKL vae, Tensor image, Tensor latents) {
    VaeEncoder encoder = vae.encoder;
    Tensor hidden = put("vae.encoder.conv_in", encoder.convIn.forward(image));
    put(
        "vae.encoder.down_blocks.0.resnets.0",
        encoder.downBlocks.get(0).resnets.get(0).forward(hidden, null));
    for (int i = 0; i < encoder.downBlocks.size(); i++) {
      hidden = put("vae.encoder.down_blocks." + i, encoder.downBlocks.get(i).forward(hidden));
      if (i == 0 && encoder.downBlocks.size() > 1) {
        put("vae.encoder.down_blocks.0.downsamplers.0", hidden);
      }
    }
    hidden = mid("vae.encoder.mid_block", encoder.midBlock, hidden);
    put("vae.encoder.conv_norm_out", encoder.convNormOut.forward(hidden));
    put("vae.quant_conv", vae.quantConv.forward(put("vae.encoder", encoder.forward(image))));

    Tensor post = put("vae.post_quant_conv", vae.postQuantConv.forward(latents));
    hidden = put("vae.decoder.conv_in", vae.decoder.convIn.forward(post));
    hidden = mid("vae.decoder.mid_block", vae.decoder.midBlock, hidden);
    for (int i = 0; i < vae.decoder.upBlocks.size(); i++) {
      hidden = put("vae.decoder.up_blocks." + i, vae.decoder.upBlocks.get(i).forward(hidden));
    }
    put("vae.decoder.conv_norm_out", vae.decoder.convNormOut.forward(hidden));
  }

  private Tensor mid(String path, VaeMidBlock2D block, Tensor x) {
    Tensor first = block.resnets0.forward(x, null);
    put(path + ".attentions.0", block.attentions0.forward(first));
    return put(path, block.forward(x));
  }

  public void text(ClipTextModel model, Tensor ids) {
    Tensor hidden = put("text.embeddings", model.embed(ids));
    for (int i = 0; i < model.layers.size(); i++) {
      ClipEncoderLayer layer = model.layers.get(i);
      String path = "text.encoder.layers." + i;
      Tensor normed = put(path + ".layer_norm1", layer.layerNorm1.forward(hidden));
      Tensor attended = put(path + ".self_attn", layer.selfAttention(normed)).add(hidden);
      put(path + ".mlp", layer.feedForward(layer.layerNorm2.forward(attended)));
      hidden = put(path, layer.forward(hidden));
    }
  }

  private Tensor put(String name, Tensor activation) {
    activations.put(name, activation);
    return activation;
  }

  /** Names in the order in which the nets compute them. */
  public List<String> names() {
    return new ArrayList<>(activations.keySet());
  }
}
