package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.Trial;
import io.facesweep.store.Measures;
import io.facesweep.store.StageScan;
import io.facesweep.store.StageStore;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Measures what trials have before their first step, each start once for all the trials that begin
 * there, so that one can say of every measure whether doing nothing would have scored better.
 */
public final class StartMeasurement {
  private StartMeasurement() {}

  /**
   * Returns the starts of trials that are done.
   *
   * @param isDone by id of a stage
   */
  public static List<Start> ofDone(SweepPlan plan, Predicate<String> isDone) {
    Set<String> wanted = new HashSet<>();
    for (Trial trial : plan.trials()) {
      String last = Objects.requireNonNullElse(trial.textureStage(), trial.geometryStage());
      if (isDone.test(last)) {
        wanted.add(trial.start());
      }
    }
    return plan.starts().stream().filter(start -> wanted.contains(start.id())).toList();
  }

  /**
   * Returns those that an instrument has not measured yet.
   *
   * @param instrument its id
   */
  public static List<Start> unmeasured(StageStore store, List<Start> starts, String instrument) {
    Set<String> left = new LinkedHashSet<>();
    starts.forEach(start -> left.add(start.id()));
    new StageScan(store)
        .all(
            List.copyOf(left),
            id -> store.start(id, instrument).map(measures -> id),
            known -> known.ifPresent(left::remove));
    return starts.stream().filter(start -> left.contains(start.id())).toList();
  }

  /**
   * Measures a start and keeps what was measured, unless another has done so by now. A start that
   * cannot be measured costs the sweep no more than its reference.
   *
   * @param instrument id of what the runner measures with
   * @return why it could not be measured; empty if it was
   * @throws BrokenDeviceException if the device is to blame
   */
  public static Optional<String> measure(
      StageStore store, Start start, String instrument, StageRunner runner) {
    if (store.start(start.id(), instrument).isPresent()) {
      return Optional.empty();
    }
    Measures measures;
    try {
      measures = runner.measure(start);
    } catch (UserException e) {
      return Optional.of(problem(start, String.valueOf(e.getMessage())));
    } catch (RuntimeException | OutOfMemoryError e) {
      DeviceFault.requireUsable(e);
      return Optional.of(problem(start, DeviceFault.reason(e)));
    }
    store.keepStart(start.id(), measures);
    return Optional.empty();
  }

  private static String problem(Start start, String reason) {
    return "Cannot measure the start of \"%s\": %s (facesweep measure tries again)"
        .formatted(start.promptText(), reason);
  }
}
