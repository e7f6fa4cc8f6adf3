package io.facesweep.guidance;

import io.facesweep.settings.GuidanceSettings;
import io.facesweep.tensor.RandomStream;
import java.util.List;

/**
 * What a loss knows of one item of a batch beside the query.
 *
 * @param settings of the item's phase
 * @param progress of the phase, from 0 at its first step to 1 at its last
 * @param random of the step and the purpose
 * @param otherViews weights of {@link DistillationLoss.Prompts#otherViews}, negative; none where
 *     the item leaves out no views
 */
public record LossItem(
    GuidanceSettings settings, double progress, RandomStream random, List<Double> otherViews) {
  public LossItem {
    otherViews = List.copyOf(otherViews);
  }

  /** An item that leaves out no views. */
  public LossItem(GuidanceSettings settings, double progress, RandomStream random) {
    this(settings, progress, random, List.of());
  }
}
