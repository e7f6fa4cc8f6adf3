package io.facesweep.guidance;

import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * A loss of score distillation by its gradient with respect to the latents: w(t) (combined -
 * target). It says which texts it needs, where noise is predicted, how the predictions combine,
 * what they are compared with, and w(t). Without state; threads may share it. Called without
 * gradients, in a scope of the caller.
 */
public interface DistillationLoss {
  /**
   * What an item's texts are made of.
   *
   * @param prompt as it is for the view
   * @param negative the negative prompt; may be empty
   */
  record Prompts(String prompt, String negative) {}

  /**
   * Where the noise is predicted.
   *
   * @param noisyLatents z_t [K, 4, h, w] at the query's timesteps
   * @param target what the combined noise is compared with [K, 4, h, w]
   */
  record Start(Tensor noisyLatents, Tensor target) {}

  /** Returns the texts whose noise is predicted; as many for every item. */
  List<String> texts(Prompts prompts);

  /** Returns how many {@link #texts} there are. */
  default int textCount() {
    return texts(new Prompts("", "")).size();
  }

  /**
   * Returns where the noise is predicted and the target.
   *
   * @param query latents and noise in float32 on the predictor's device
   * @param predictor for losses that find them by predictions of their own
   */
  Start start(DistillationQuery query, NoisePredictor predictor);

  /**
   * Combines the predictions.
   *
   * @param noise [K, 4, h, w] of each of the {@link #texts}, predicted at {@link
   *     Start#noisyLatents}
   * @return [K, 4, h, w]
   */
  Tensor combined(List<Tensor> noise, DistillationQuery query);

  /**
   * Returns w(t) of an item.
   *
   * @param weighting which one the item's settings ask for
   * @param alphasCumprod abar of the item's timestep, in (0, 1)
   */
  double weight(Weighting weighting, double alphasCumprod);
}
