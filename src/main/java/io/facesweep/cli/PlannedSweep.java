package io.facesweep.cli;

import io.facesweep.config.ModelSettings;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import java.util.Map;

/** Plans a sweep without opening its models. */
final class PlannedSweep {
  private PlannedSweep() {}

  /**
   * The plan, with the models' names where their fingerprints would be: its trials and counts are
   * those of the sweep, its ids are not.
   */
  static SweepPlan of(SweepConfig config) {
    ModelSettings models = config.models();
    return SweepPlanner.plan(
        config,
        new Fingerprints(
            models.diffusion(),
            models.face(),
            models.depthControlnet(),
            models.textureControlnet(),
            models.textureUnet(),
            models.textureUnetYuv(),
            Map.of()));
  }
}
