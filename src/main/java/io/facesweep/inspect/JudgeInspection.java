package io.facesweep.inspect;

import io.facesweep.judges.FaceNets;
import io.facesweep.judges.ScriptScorer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Nets that judge renders. */
final class JudgeInspection {
  private JudgeInspection() {}

  static Optional<Inspection> of(Path file) {
    if (FaceNets.isOne(file)) {
      return Optional.of(
          new Inspection(
              "it is a net that FaceSweep measures every trial with, and brings with it",
              List.of(),
              List.of(),
              List.of("no key: it is in the program")));
    } else if (ScriptScorer.isScript(file)) {
      return Optional.of(
          new Inspection(
              "it is a TorchScript file, whose code runs: use what you trust",
              List.of(),
              List.of("the side of the pictures that it takes, and mean and std if not 0 and 1"),
              List.of("metrics.scorers.NAME { file = \"%s\", size = <pixels> }".formatted(file))));
    }
    return Optional.empty();
  }
}
