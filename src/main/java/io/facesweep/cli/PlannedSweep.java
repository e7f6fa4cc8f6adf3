package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;

/** Plans a sweep without opening its models. */
public final class PlannedSweep {
  private PlannedSweep() {}

  /** The plan; its trials and counts are those of the sweep, its ids are not. */
  public static SweepPlan of(SweepConfig config) {
    return SweepPlanner.plan(config, Fingerprints.unread(config));
  }
}
