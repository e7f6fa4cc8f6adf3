package io.facesweep.synthesis;

import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.List;

/** A UNet fine-tuned on UV textures (FaceG2E); z as with the Canny prior. */
final class UnetPrior implements TexturePrior {
  private static final ModelRole ROLE = ModelRole.TEXTURE_UNET;

  @Override
  public long scoreBytes(TrialSettings trial, SynthesisModels models) {
    return Distillation.bytes(models, ROLE, trial.texture().resolution() / models.codec().factor());
  }

  @Override
  public long keptBytes(TrialSettings trial, SynthesisModels models) {
    return encodeBytes(trial, models);
  }

  /** What encoding the texture keeps for the backward pass where the prior scores that. */
  static long encodeBytes(TrialSettings trial, SynthesisModels models) {
    boolean encodes = trial.hasImageSteps() && trial.texture().priorSeesImages();
    return encodes ? models.codec().encodeBytes(trial.texture().resolution()) : 0;
  }

  @Override
  public Gradient gradient(SynthesisModels models, Lockstep lockstep, TensorOwner owner) {
    TextureScore score = new TextureScore("prior", models.score(ROLE), lockstep, owner);
    ScoredSpace space = new ScoredSpace(score, lockstep, models.codec().factor());
    return new Gradient() {
      @Override
      public void addAtTexture(Backward backward, Tensor texture) {
        space.addAtTexture(backward, texture, List.of());
      }

      @Override
      public void addAtLatents(Backward backward, Tensor latents) {
        space.addAtLatents(backward, latents, List.of());
      }
    };
  }
}
