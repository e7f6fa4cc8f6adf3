package io.facesweep.run;

import io.facesweep.config.SweepConfig;
import io.facesweep.models.Instruments;
import io.facesweep.models.ModelFingerprints;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.plan.Trial;
import java.util.List;
import java.util.stream.Stream;

/**
 * One trial of a sweep, with what it takes to run it.
 *
 * @param config of the sweep
 * @param trial one of its plan's
 * @param stages that the trial needs, in the order in which they run
 * @param start what it has before its first step
 * @param runners what computes them
 */
public record PlannedTrial(
    SweepConfig config, Trial trial, List<Stage> stages, Start start, StageRunners runners) {
  public PlannedTrial {
    stages = List.copyOf(stages);
  }

  /**
   * Plans a sweep, whose checkpoints it reads for their fingerprints, and takes a trial of it.
   *
   * @param index of the trial
   * @throws io.facesweep.UserException if a checkpoint is not there
   */
  public static PlannedTrial of(SweepConfig config, int index, RunnerPlace place) {
    Fingerprints fingerprints =
        ModelFingerprints.of(config, place.hadoop()).withAutomatic(place.automatic());
    Instrument instrument = Instruments.of(config, place.hadoop());
    return of(config, index, fingerprints, SynthesisRunners.of(config, fingerprints, instrument));
  }

  /** What is better known before a trial runs, a line each. */
  public static List<String> warnings(SweepConfig config, RunnerPlace place) {
    return SweepPreview.warnings(config, place.hadoop());
  }

  /** The same with other runners. */
  static PlannedTrial of(
      SweepConfig config, int index, Fingerprints fingerprints, StageRunners runners) {
    SweepPlan plan = SweepPlanner.plan(config, fingerprints);
    Trial trial = plan.trials().get(index);
    List<Stage> stages =
        Stream.of(plan.geometryStages(), plan.textureStages())
            .flatMap(List::stream)
            .filter(
                stage ->
                    stage.id().equals(trial.geometryStage())
                        || stage.id().equals(trial.textureStage()))
            .toList();
    Start start =
        plan.starts().stream()
            .filter(each -> each.id().equals(trial.start()))
            .findFirst()
            .orElseThrow();
    return new PlannedTrial(config, trial, stages, start, runners);
  }

  /** How many steps its stages have together. */
  int steps() {
    return stages.stream().mapToInt(PlannedTrial::steps).sum();
  }

  private static int steps(Stage stage) {
    return switch (stage.kind()) {
      case GEOMETRY -> stage.settings().geometry().steps();
      case TEXTURE -> stage.settings().textureSteps();
    };
  }

  /** What the diffusion model is given for each prompt of the sweep. */
  List<String> prompts() {
    return config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
  }
}
