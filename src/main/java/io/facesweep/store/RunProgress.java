package io.facesweep.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run of a sweep has come, as its driver knows it.
 *
 * @param asOf when that was
 * @param elapsed since the run began
 * @param share of the work that is done, steps of what runs included, 0 to 1
 * @param stages of each kind that this run computes
 * @param batches that this run computes
 * @param batchesEnded those of them of which all stages have ended
 * @param running what is computed now; what was heard of last comes last
 * @param every how often the run is asked for its progress to be shown; zero where that is not
 *     known
 */
public record RunProgress(
    Instant asOf,
    Duration elapsed,
    double share,
    List<Stages> stages,
    int batches,
    int batchesEnded,
    List<Running> running,
    Duration every) {
  public RunProgress {
    stages = List.copyOf(stages);
    running = List.copyOf(running);
  }

  /**
   * The stages of a kind.
   *
   * @param kind {@code geometry} or {@code texture}
   * @param ended how many have ended in this run, failures included
   * @param failed how many of them failed
   * @param total how many this run computes
   */
  public record Stages(String kind, int ended, int failed, int total) {}

  /**
   * A batch that is computed.
   *
   * @param executor where: Spark's name of the executor and its host
   * @param phase e.g. {@code geometry}
   * @param prompt of its first stage
   * @param stages how many it has
   * @param step that was done last, from 1
   * @param steps how many the phase has
   * @param gradientNorm of one of its stages at that step
   */
  public record Running(
      String executor,
      String phase,
      String prompt,
      int stages,
      int step,
      int steps,
      double gradientNorm) {}

  /** Returns the same of a run that is asked so often. */
  public RunProgress asked(Duration interval) {
    return new RunProgress(asOf, elapsed, share, stages, batches, batchesEnded, running, interval);
  }

  /** Returns how many stages have failed in this run. */
  public int failed() {
    return stages.stream().mapToInt(Stages::failed).sum();
  }

  /**
   * Returns the time until the end, by a rough measure of the stages' work; null where nobody can
   * say.
   */
  public @Nullable Duration left() {
    return share > 0 && share < 1
        ? Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - share) / share))
        : null;
  }
}
