package io.facesweep.diffusion;

import io.facesweep.diffusion.TextEncoderConfig.Activation;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/** One layer of CLIP's transformers over texts and over images: attention and a feed-forward layer. */
final class ClipEncoderLayer {
  final LayerNorm layerNorm1;
  private final Linear qProj;
  private final Linear kProj;
  private final Linear vProj;
  private final Linear outProj;
  final LayerNorm layerNorm2;
  private final Linear fc1;
  private final Linear fc2;
  private final ClipLayerConfig config;

  ClipEncoderLayer(StateDict weights, ClipLayerConfig config) {
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    StateDict attention = weights.at("self_attn");
    this.config = config;
    this.layerNorm1 = new LayerNorm(weights.at("layer_norm1"), hidden, config.layerNormEps());
    this.qProj = Linear.withBias(attention.at("q_proj"), hidden, hidden);
    this.kProj = Linear.withBias(attention.at("k_proj"), hidden, hidden);
    this.vProj = Linear.withBias(attention.at("v_proj"), hidden, hidden);
    this.outProj = Linear.withBias(attention.at("out_proj"), hidden, hidden);
    this.layerNorm2 = new LayerNorm(weights.at("layer_norm2"), hidden, config.layerNormEps());
    this.fc1 = Linear.withBias(weights.at("mlp.fc1"), hidden, inner);
    this.fc2 = Linear.withBias(weights.at("mlp.fc2"), inner, hidden);
  }

  /** [N, L, hidden] to the same. */
  Tensor forward(Tensor x) {
    return TensorScope.compute(
        () -> {
          Tensor attended = x.add(selfAttention(layerNorm1.forward(x)));
          return attended.add(feedForward(layerNorm2.forward(attended)));
        });
  }

  /** Attention of each position to those that it sees. */
  Tensor selfAttention(Tensor normed) {
    return TensorScope.compute(
        () -> {
          Tensor query = qProj.forward(normed);
          Tensor key = kProj.forward(normed);
          Tensor value = vProj.forward(normed);
          return outProj.forward(
              config.sight() == ClipLayerConfig.Sight.BACK
                  ? Functional.causalAttention(query, key, value, config.heads())
                  : Functional.attention(query, key, value, config.heads()));
        });
  }

  Tensor feedForward(Tensor normed) {
    return TensorScope.compute(
        () -> {
          Tensor inner = fc1.forward(normed);
          return fc2.forward(
              config.activation() == Activation.GELU
                  ? Functional.gelu(inner)
                  : Functional.quickGelu(inner));
        });
  }
}
