package io.facesweep.synthesis;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.settings.TextureInit;
import io.facesweep.settings.TextureParameter;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the textures of trials start. */
final class TextureStart {
  private TextureStart() {}

  /** The grey that zeros stand for among texels, as the VAE has it. */
  private static final double GREY = 0.5;

  /**
   * What {@link TextureValues} are at first, on the device: scaled latents [K, 4, R / f, R / f], of
   * which each fixed texture is encoded once, or texels [K, 3, R, R].
   */
  static Tensor values(SynthesisModels models, List<TrialSpec> batch, SynthesisPhase phase) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(
          () -> {
            Map<String, Tensor> fixed = new HashMap<>();
            List<Tensor> items = new ArrayList<>();
            for (TrialSpec trial : batch) {
              items.add(start(models, trial, phase, fixed));
            }
            return Tensor.stack(0, items);
          });
    }
  }

  private static Tensor start(
      SynthesisModels models, TrialSpec trial, SynthesisPhase phase, Map<String, Tensor> fixed) {
    TextureSettings settings = trial.settings().texture();
    if (settings.parameter() == TextureParameter.RGB) {
      return texels(models, trial, phase);
    }
    long side = settings.resolution() / models.codec().factor();
    long channels = LatentCodec.CHANNELS;
    if (settings.init() == TextureInit.FIXED_TEXTURE) {
      return fixed.computeIfAbsent(
          settings.initTexture(), spec -> encoded(models, spec, settings.resolution()));
    }
    Tensor latents =
        settings.init() == TextureInit.ZEROS
            ? Tensor.zeros(channels, side, side)
            : trial.random(phase).child("init").normal(channels, side, side);
    return latents.to(models.device());
  }

  private static Tensor texels(SynthesisModels models, TrialSpec trial, SynthesisPhase phase) {
    TextureSettings settings = trial.settings().texture();
    int side = settings.resolution();
    Tensor texels =
        switch (settings.init()) {
          case FIXED_TEXTURE -> TextureImages.open(settings.initTexture(), models.face(), side);
          case ZEROS -> Tensor.zeros(TextureImages.CHANNELS, side, side).add(GREY);
          case NOISE ->
              trial.random(phase).child("init").uniform(TextureImages.CHANNELS, side, side);
        };
    return texels.to(models.device());
  }

  private static Tensor encoded(SynthesisModels models, String spec, int side) {
    Tensor image = TextureImages.open(spec, models.face(), side).to(models.device());
    long latent = side / models.codec().factor();
    Tensor noNoise = Tensor.zeros(1, LatentCodec.CHANNELS, latent, latent).to(models.device());
    return models.codec().encode(image.unsqueeze(0), noNoise).squeeze(0);
  }
}
