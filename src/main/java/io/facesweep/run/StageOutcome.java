package io.facesweep.run;

import io.facesweep.store.StageError;
import io.facesweep.store.StepRow;
import java.util.List;
import java.util.Map;

/** How a stage ended. */
public sealed interface StageOutcome {
  /** The step curve, as far as it came. */
  List<StepRow> steps();

  /**
   * It has a result.
   *
   * @param metrics by name
   * @param promptErrors by name of a metric that compares prompts: the error of each prompt
   * @param files by name; a geometry stage has {@link GeometryFile#NAME}
   */
  record Done(
      Map<String, Double> metrics,
      Map<String, Map<String, Double>> promptErrors,
      Map<String, byte[]> files,
      List<StepRow> steps)
      implements StageOutcome {
    public Done {
      metrics = Map.copyOf(metrics);
      promptErrors = Map.copyOf(promptErrors);
      files = Map.copyOf(files);
      steps = List.copyOf(steps);
    }
  }

  /** It failed, its batch mates went on. */
  record Failed(StageError error, List<StepRow> steps) implements StageOutcome {
    public Failed {
      steps = List.copyOf(steps);
    }
  }

  /** It was asked to stop before it had a result; nothing of it is stored. */
  record Stopped(List<StepRow> steps) implements StageOutcome {
    public Stopped {
      steps = List.copyOf(steps);
    }
  }
}
