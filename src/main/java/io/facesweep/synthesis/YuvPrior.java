package io.facesweep.synthesis;

import io.facesweep.guidance.YuvMapping;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.List;

/**
 * The texture UNet's twin on the texture in YUV. That image has no latent but by the VAE, which
 * latent-space steps do not run; there it adds nothing.
 */
final class YuvPrior implements TexturePrior {
  private static final ModelRole ROLE = ModelRole.TEXTURE_UNET_YUV;

  @Override
  public long scoreBytes(TrialSettings trial, SynthesisModels models) {
    return trial.hasImageSteps()
        ? Distillation.bytes(models, ROLE, trial.texture().resolution() / models.codec().factor())
        : 0;
  }

  /** What encoding the image keeps for the backward pass. */
  @Override
  public long keptBytes(TrialSettings trial, SynthesisModels models) {
    return trial.hasImageSteps() ? models.codec().encodeBytes(trial.texture().resolution()) : 0;
  }

  @Override
  public Gradient gradient(SynthesisModels models, Lockstep lockstep, TensorOwner owner) {
    TextureScore score = new TextureScore("yuv", models.score(ROLE), lockstep, owner);
    int factor = models.codec().factor();
    return new Gradient() {
      @Override
      public void addAtTexture(Backward backward, Tensor texture) {
        if (!score.isOn(YuvPrior::weight)) {
          score.record(YuvPrior::weight);
          return;
        }
        long side = texture.shape(2) / factor;
        Tensor noise = lockstep.stack(state -> state.posteriorNoise("yuv-posterior", side));
        Tensor latents = backward.encode(YuvMapping.toCodecRange(texture), noise);
        score.addTo(backward, latents, YuvPrior::weight, List.of());
      }
    };
  }

  private static double weight(TrialState state) {
    return state.settings().texture().priorYuvWeight();
  }
}
