package io.facesweep.plan;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Design;
import io.facesweep.settings.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code facesweep plan} says of a plan, as numbers; {@link PlanText} and {@link PlanJson}
 * write it.
 *
 * @param sweep its name
 * @param trials in all
 * @param prompts number of them
 * @param combinations of levels, those excluded not counted
 * @param excluded combinations left out
 * @param seeds number of them
 * @param factors levels by axis key, in order, with the number of trials at each
 * @param baseline level by axis key
 * @param design which combinations of levels there are
 * @param answers what its effects say and what they cannot, a line each; none without axes
 * @param geometry the geometry phases
 * @param texture the texture phases, joint ones too
 * @param trialsPerTask largest batch
 */
public record PlanReport(
    String sweep,
    int trials,
    int prompts,
    int combinations,
    long excluded,
    int seeds,
    Map<String, Map<String, Integer>> factors,
    Map<String, String> baseline,
    Design design,
    List<String> answers,
    Stages geometry,
    Stages texture,
    int trialsPerTask) {

  /**
   * The stages of one kind.
   *
   * @param phases how many trials have this phase: as many runs as it would take without sharing
   * @param unique how many are distinct
   * @param finished how many of them need not run
   * @param batches for the others
   * @param largestBatch stages in the largest
   * @param seconds of device time for those batches, one after the other; null while nothing has
   *     been timed
   * @param extrapolated how many of the batches have a shape that was never timed
   */
  public record Stages(
      int phases,
      int unique,
      int finished,
      int batches,
      int largestBatch,
      @Nullable Double seconds,
      int extrapolated) {

    /** Stages to run. */
    public int left() {
      return unique - finished;
    }
  }

  /**
   * Reports on a plan.
   *
   * @param finished ids of the stages that are there already
   * @param trialsPerTask largest batch, from 1
   * @param costs learnt from earlier runs
   */
  public static PlanReport of(
      SweepPlan plan, Set<String> finished, int trialsPerTask, CostModel costs) {
    Batches batches = Batches.of(plan, finished, trialsPerTask);
    long geometryPhases =
        plan.trials().stream().filter(trial -> trial.geometryStage() != null).count();
    long texturePhases =
        plan.trials().stream().filter(trial -> trial.textureStage() != null).count();
    Map<String, String> baseline = new LinkedHashMap<>();
    plan.axes().forEach(axis -> baseline.put(axis.key(), baselineOf(plan, axis)));
    return new PlanReport(
        plan.sweep(),
        plan.trials().size(),
        plan.prompts(),
        plan.combinations(),
        plan.excluded(),
        plan.seeds(),
        factors(plan),
        baseline,
        plan.design(),
        plan.axes().isEmpty() ? List.of() : plan.design().answers(plan.layout()),
        stages((int) geometryPhases, plan.geometryStages(), finished, batches.geometry(), costs),
        stages((int) texturePhases, plan.textureStages(), finished, batches.texture(), costs),
        trialsPerTask);
  }

  /** Phases that sharing saves, of those that the trials have. */
  public int saved() {
    return phases() - geometry.unique() - texture.unique();
  }

  /** Phases of all trials. */
  public int phases() {
    return geometry.phases() + texture.phases();
  }

  /** Device seconds of everything that is left; null while nothing has been timed. */
  public @Nullable Double seconds() {
    Double first = geometry.seconds();
    Double second = texture.seconds();
    return first == null || second == null ? null : (Double) (first + second);
  }

  private static String baselineOf(SweepPlan plan, Axis axis) {
    Level level = plan.baseline().get(axis.key());
    return level == null ? axis.levels().get(0).text() : level.text();
  }

  private static Map<String, Map<String, Integer>> factors(SweepPlan plan) {
    Map<String, Map<String, Integer>> factors = new LinkedHashMap<>();
    for (Axis axis : plan.axes()) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      axis.levels().forEach(level -> counts.put(level.text(), 0));
      for (Trial trial : plan.trials()) {
        String level = trial.factors().get(axis.key());
        if (level != null) {
          counts.merge(level, 1, Integer::sum);
        }
      }
      factors.put(axis.key(), counts);
    }
    return factors;
  }

  private static Stages stages(
      int phases, List<Stage> stages, Set<String> finished, List<Batch> batches, CostModel costs) {
    int done = (int) stages.stream().filter(stage -> finished.contains(stage.id())).count();
    int largest = batches.stream().mapToInt(batch -> batch.stages().size()).max().orElse(0);
    double seconds = 0;
    int extrapolated = 0;
    for (Batch batch : batches) {
      CostModel.Estimate estimate =
          costs.estimate(batch.shape(), batch.stages().size()).orElse(null);
      if (estimate != null) {
        seconds += estimate.seconds();
        extrapolated += estimate.basis() == CostModel.Basis.EXTRAPOLATED ? 1 : 0;
      }
    }
    Double known = costs.isEmpty() ? null : (Double) seconds;
    return new Stages(phases, stages.size(), done, batches.size(), largest, known, extrapolated);
  }
}
