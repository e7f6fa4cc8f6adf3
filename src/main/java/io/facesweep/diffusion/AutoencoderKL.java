package io.facesweep.diffusion;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StateDict;
import java.nio.file.Path;

/**
 * The variational autoencoder between images and latents, as diffusers' class of the same name
 * computes it. Differentiable both ways. Latents here are the VAE's own, not multiplied by {@link
 * VaeConfig#scalingFactor()}. Immutable; threads may share it.
 */
public final class AutoencoderKL extends Net {
  static final double EPS = 1e-6;

  private final VaeConfig config;
  final VaeEncoder encoder;
  final VaeDecoder decoder;
  final Conv2d quantConv;
  final Conv2d postQuantConv;

  private AutoencoderKL(StateDict dict, VaeConfig config, NetWeights weights) {
    super(weights);
    this.config = config;
    int latent = config.latentChannels();
    this.encoder = new VaeEncoder(dict.at("encoder"), config);
    this.decoder = new VaeDecoder(dict.at("decoder"), config);
    this.quantConv = Conv2d.same(dict.at("quant_conv"), 2 * latent, 2 * latent, 1);
    this.postQuantConv = Conv2d.same(dict.at("post_quant_conv"), latent, latent, 1);
  }

  /**
   * Opens a {@code vae/} directory of a snapshot.
   *
   * @throws io.facesweep.UserException if the configuration asks for what is not supported, or the
   *     weights do not fit it
   */
  public static AutoencoderKL open(Path directory, DType type, Device device) {
    return open(NetSource.directory(directory, "diffusion_pytorch_model"), type, device);
  }

  static AutoencoderKL open(NetSource source, DType type, Device device) {
    VaeConfig config = VaeConfig.of(source.config());
    return NetWeights.open(
        source, type, device, (dict, weights) -> new AutoencoderKL(dict, config, weights));
  }

  /**
   * A net over tensors that the caller owns, such as parameters in training; gradients reach them.
   *
   * @param directory holds the config.json
   * @param type of the tensors, in which the net computes
   */
  public static AutoencoderKL over(Path directory, StateDict tensors, DType type, Device device) {
    VaeConfig config = VaeConfig.of(JsonConfig.read(directory.resolve("config.json")));
    return new AutoencoderKL(tensors, config, NetWeights.borrowed(type, device));
  }

  public VaeConfig config() {
    return config;
  }

  /**
   * @param images [N, 3, H, W] in [-1, 1], H and W multiples of {@link VaeConfig#imageFactor()}
   * @return the distribution of latents [N, latentChannels, H / f, W / f]
   */
  public LatentDistribution encode(Tensor images) {
    images.requireShape("images", -1, config.inChannels(), -1, -1);
    Tensor moments =
        TensorScope.compute(() -> quantConv.forward(encoder.forward(weights.own(images))));
    return LatentDistribution.of(moments, config.latentChannels());
  }

  /**
   * @param latents [N, latentChannels, h, w]
   * @return images [N, 3, f h, f w], about [-1, 1], not clamped
   */
  public Tensor decode(Tensor latents) {
    latents.requireShape("latents", -1, config.latentChannels(), -1, -1);
    return TensorScope.compute(() -> decoder.forward(postQuantConv.forward(weights.own(latents))));
  }
}
