package io.facesweep.synthesis;

import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.List;

/** A UNet fine-tuned on UV textures (FaceG2E); z is the latent itself, as with the Canny prior. */
final class UnetPrior implements TexturePrior {
  private static final ModelRole ROLE = ModelRole.TEXTURE_UNET;

  @Override
  public long scoreBytes(TrialSettings trial, SynthesisModels models) {
    return Distillation.bytes(models, ROLE, trial.texture().resolution() / models.codec().factor());
  }

  @Override
  public Gradient gradient(SynthesisModels models, Lockstep lockstep, TensorOwner owner) {
    TextureScore score = new TextureScore("prior", models.score(ROLE), lockstep, owner);
    return new Gradient() {
      @Override
      public void addAtLatents(Backward backward, Tensor latents) {
        score.addTo(backward, latents, lane -> PriorWeight.at(lane, lockstep.steps()), List.of());
      }
    };
  }
}
