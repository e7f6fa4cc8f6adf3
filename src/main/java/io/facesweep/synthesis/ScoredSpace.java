package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Where a prior's net looks at the texture: at the latents, or in image-space steps at the encoding
 * of what they decode to, or of the texels that are optimised themselves.
 */
final class ScoredSpace {
  private final TextureScore score;
  private final Lockstep lockstep;
  private final int factor;
  private final boolean isImage;
  private boolean isDone;

  /**
   * @param factor of the codec
   */
  ScoredSpace(TextureScore score, Lockstep lockstep, int factor) {
    this.score = score;
    this.lockstep = lockstep;
    this.factor = factor;
    this.isImage = lockstep.state(0).settings().texture().priorSeesImages();
  }

  /** As {@link TexturePrior.Gradient#addAtTexture}. */
  void addAtTexture(Backward backward, Tensor texture, List<Control> controls) {
    if (!isImage) {
      return;
    }
    isDone = true;
    if (!score.isOn(this::weight)) {
      score.record(this::weight);
      return;
    }
    long side = texture.shape(2) / factor;
    Tensor noise = lockstep.stack(state -> state.posteriorNoise("prior-posterior", side));
    score.addTo(backward, backward.encode(texture, noise), this::weight, controls);
  }

  /** As {@link TexturePrior.Gradient#addAtLatents}. */
  void addAtLatents(Backward backward, Tensor latents, List<Control> controls) {
    if (!isDone) {
      score.addTo(backward, latents, this::weight, controls);
    }
    isDone = false;
  }

  private double weight(TrialState state) {
    return PriorWeight.at(state, lockstep.steps());
  }
}
