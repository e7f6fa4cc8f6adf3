package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.guidance.Control;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Set;

/**
 * The diffusion model with a ControlNet trained on textures, which is given one fixed image of
 * edges.
 *
 * <p>By default z is the latent itself and not encode(decode(latent)), which is the same up to the
 * VAE's error: so it costs no VAE and works in latent-space steps.
 */
final class CannyPrior implements TexturePrior {
  private static final ModelRole ROLE = ModelRole.TEXTURE_CONTROLNET;
  private static final int CHANNELS = 3;

  @Override
  public List<String> problems(TextureSettings settings, FaceModel face) {
    return PriorEdges.problems(settings, face);
  }

  @Override
  public long scoreBytes(TrialSettings trial, SynthesisModels models) {
    long side = trial.texture().resolution() / models.codec().factor();
    return Distillation.bytes(models.diffusion(), side, Set.of(ROLE));
  }

  /** The edges, and what encoding the texture keeps where that is scored. */
  @Override
  public long keptBytes(TrialSettings trial, SynthesisModels models) {
    long side = trial.texture().resolution();
    return CHANNELS * side * side * Float.BYTES + UnetPrior.encodeBytes(trial, models);
  }

  @Override
  public Gradient gradient(SynthesisModels models, Lockstep lockstep, TensorOwner owner) {
    return new OnEdges(models, lockstep, owner);
  }

  /** A batch's gradient, each trial on its own edges. */
  private static final class OnEdges implements Gradient {
    private final Lockstep lockstep;
    private final TensorOwner owner;
    private final ScoredSpace space;
    private Tensor edges; // [K, 3, R, R]

    OnEdges(SynthesisModels models, Lockstep lockstep, TensorOwner owner) {
      this.lockstep = lockstep;
      this.owner = owner;
      TextureScore score = new TextureScore("prior", models.diffusion(), lockstep, owner);
      this.space = new ScoredSpace(score, lockstep, models.codec().factor());
      try (TensorScope scope = TensorScope.open()) {
        edges =
            owner.adopt(
                lockstep.stack(state -> PriorEdges.of(state.settings().texture(), models.face())));
      }
    }

    @Override
    public void addAtTexture(Backward backward, Tensor texture) {
      space.addAtTexture(backward, texture, controls());
    }

    @Override
    public void addAtLatents(Backward backward, Tensor latents) {
      space.addAtLatents(backward, latents, controls());
    }

    private List<Control> controls() {
      double[] scales = lockstep.values(state -> state.settings().texture().priorControlScale());
      return List.of(new Control(ROLE, edges, scales));
    }

    @Override
    public void keep(int[] rows) {
      Tensor all = edges;
      try (TensorScope scope = TensorScope.open()) {
        edges = owner.adopt(Rows.of(all, rows));
      }
      owner.free(all);
    }
  }
}
