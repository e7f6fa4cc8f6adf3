package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;

/** The VAE's innermost block: residual block, attention, residual block. */
final class VaeMidBlock2D {
  final ResnetBlock2D resnets0;
  final VaeAttention attentions0;
  final ResnetBlock2D resnets1;

  VaeMidBlock2D(StateDict weights, VaeConfig config) {
    int channels = config.innermostChannels();
    int groups = config.normNumGroups();
    double eps = AutoencoderKL.EPS;
    this.resnets0 = new ResnetBlock2D(weights.at("resnets.0"), channels, channels, groups, eps);
    this.attentions0 = new VaeAttention(weights.at("attentions.0"), channels, groups, eps);
    this.resnets1 = new ResnetBlock2D(weights.at("resnets.1"), channels, channels, groups, eps);
  }

  Tensor forward(Tensor x) {
    return resnets1.forward(attentions0.forward(resnets0.forward(x, null)), null);
  }
}
