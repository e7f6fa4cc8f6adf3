package io.facesweep.guidance;

import io.facesweep.settings.Objective;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * A loss of score distillation by its gradient with respect to the latents: w(t) (combined -
 * target). It says which texts it needs, where noise is predicted, how the predictions combine,
 * what they are compared with, and w(t). Immutable; may hold what the settings of a batch's items
 * say, in their order. Called without gradients, in a scope of the caller.
 */
public interface DistillationLoss {
  /**
   * What an item's texts are made of.
   *
   * @param prompt as it is for the view
   * @param unconditional the text that stands for no prompt; empty as a rule
   * @param negative what the image should not be
   * @param source what the image is like before it is distilled
   * @param otherViews the prompt as it is for views that the image does not show; none, or {@value
   *     PerpNegLoss#VIEWS}
   */
  record Prompts(
      String prompt,
      String unconditional,
      String negative,
      String source,
      List<String> otherViews) {
    public Prompts {
      otherViews = List.copyOf(otherViews);
    }

    /** Texts of an item that leaves out no views. */
    public Prompts(String prompt, String unconditional, String negative, String source) {
      this(prompt, unconditional, negative, source, List.of());
    }
  }

  /**
   * Where the noise is predicted.
   *
   * @param noisyLatents z_t [K, 4, h, w] at the query's timesteps
   * @param target what the combined noise is compared with [K, 4, h, w]
   */
  record Start(Tensor noisyLatents, Tensor target) {}

  /**
   * Returns a loss for a batch, by perp-neg where an item has weights of other views.
   *
   * @param items in the batch's order; of texts and weights only, none
   */
  static DistillationLoss of(Objective objective, List<LossItem> items) {
    DistillationLoss loss =
        switch (objective) {
          case SDS -> new SdsLoss();
          case CSD -> CsdLoss.of(items);
          case NFSD -> NfsdLoss.of(items);
          case BRIDGE -> new BridgeLoss();
          case ISM -> IsmLoss.of(items);
          case SDI -> SdiLoss.of(items);
          case ASD -> AsdLoss.of(items);
        };
    return items.stream().allMatch(item -> item.otherViews().isEmpty())
        ? loss
        : PerpNegLoss.of(loss, items);
  }

  /** Returns the texts whose noise is predicted; as many for every item. */
  List<String> texts(Prompts prompts);

  /** Returns how many {@link #texts} there are. */
  default int textCount() {
    return texts(new Prompts("", "", "", "")).size();
  }

  /**
   * Returns how many of the texts, the first, are predicted for every item, in one call of the
   * UNet. Each of the others has a call of its own, for the items that {@linkplain #needs need} it.
   */
  default int commonTexts() {
    return textCount();
  }

  /**
   * Returns whether an item needs the prediction of a text that is not common; its noise is 0 where
   * not.
   *
   * @param text its place among the texts
   * @param item its place in the batch
   * @param total T, the net's timesteps
   */
  default boolean needs(int text, int item, DistillationQuery query, int total) {
    return true;
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
   * @param found at {@link Start#noisyLatents}, of each of the {@link #texts}
   * @return [K, 4, h, w]
   */
  Tensor combined(Predictions found, DistillationQuery query);

  /**
   * Returns w(t) of an item.
   *
   * @param weighting which one the item's settings ask for
   * @param alphasCumprod abar of the item's timestep, in (0, 1)
   */
  default double weight(Weighting weighting, double alphasCumprod) {
    return weighting.at(alphasCumprod);
  }
}
