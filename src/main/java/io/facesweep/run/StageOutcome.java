package io.facesweep.run;

import io.facesweep.store.Measures;
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
   * @param measures of it
   * @param files by name; a geometry stage has {@link GeometryFile#NAME}
   */
  record Done(Measures measures, Map<String, byte[]> files, List<StepRow> steps)
      implements StageOutcome {
    public Done {
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
