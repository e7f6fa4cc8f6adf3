package io.facesweep.guidance;

import io.facesweep.diffusion.PerItem;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Another loss with Perp-Neg (Armandpour et al. 2023, arXiv 2304.04968): of what the prompt says of
 * other views, the part that is perpendicular to the prompt's own direction is left out. With d = c
 * - u, the prompt's noise c becomes c + sum_j w_j perp(n_j - u, d), where n_j is predicted with the
 * prompt for another view.
 *
 * @param loss whose first two texts are those without and with the prompt
 * @param weights w_j of each item, {@value #VIEWS} numbers that are negative or 0; n_j is predicted
 *     only where w_j is not 0
 */
record PerpNegLoss(DistillationLoss loss, List<List<Double>> weights) implements DistillationLoss {
  /** How many other views an item has. */
  static final int VIEWS = 2;

  private static final int WITHOUT = 0;
  private static final int WITH = 1;

  /** Directions are at least so long, squared, so that none divides by 0. */
  private static final double MIN_SQUARE = 1e-6;

  PerpNegLoss {
    weights = weights.stream().map(List::copyOf).toList();
  }

  static PerpNegLoss of(DistillationLoss loss, List<LossItem> items) {
    return new PerpNegLoss(loss, items.stream().map(PerpNegLoss::weights).toList());
  }

  private static List<Double> weights(LossItem item) {
    List<Double> own = item.otherViews();
    if (!own.isEmpty() && own.size() != VIEWS) {
      throw new IllegalArgumentException(
          "Invalid weights of other views: %s (expected none or %d)".formatted(own, VIEWS));
    }
    return own.isEmpty() ? List.of(0.0, 0.0) : own;
  }

  /** The texts of an item without other views are never predicted. */
  @Override
  public List<String> texts(Prompts prompts) {
    List<String> texts = new ArrayList<>(loss.texts(prompts));
    for (int view = 0; view < VIEWS; view++) {
      boolean has = view < prompts.otherViews().size();
      texts.add(has ? prompts.otherViews().get(view) : prompts.unconditional());
    }
    return texts;
  }

  @Override
  public int commonTexts() {
    return loss.commonTexts();
  }

  @Override
  public boolean needs(int text, int item, DistillationQuery query, int total) {
    int view = text - loss.textCount();
    return view < 0 ? loss.needs(text, item, query, total) : weights.get(item).get(view) != 0;
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    return loss.start(query, predictor);
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    List<Tensor> noise = new ArrayList<>(found.noise().subList(0, loss.textCount()));
    Tensor without = noise.get(WITHOUT);
    Tensor direction = noise.get(WITH).sub(without);
    Tensor with = noise.get(WITH);
    List<Tensor> rows =
        PerItem.of(
            with,
            IntStream.range(0, VIEWS)
                .mapToObj(view -> weights.stream().mapToDouble(own -> own.get(view)).toArray())
                .toArray(double[][]::new));
    for (int view = 0; view < VIEWS; view++) {
      Tensor other = found.noise().get(loss.textCount() + view).sub(without);
      with = with.add(perpendicular(other, direction).mul(rows.get(view)));
    }
    noise.set(WITH, with);
    return loss.combined(new Predictions(noise, found.noisyLatents(), found.schedule()), query);
  }

  /** The part of each item of x that is perpendicular to y, [K, 4, h, w]. */
  static Tensor perpendicular(Tensor x, Tensor y) {
    Tensor square = y.square().sumKeep(1, 2, 3).clampMin(MIN_SQUARE);
    return x.sub(y.mul(x.mul(y).sumKeep(1, 2, 3).div(square)));
  }

  @Override
  public double weight(Weighting weighting, double alphasCumprod) {
    return loss.weight(weighting, alphasCumprod);
  }
}
