package io.facesweep.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code -o} of the commands that read a configuration. */
final class Overrides {
  @Option(
      names = {"-o", "--override"},
      paramLabel = "KEY=VALUE",
      description =
          "sets a key of the configuration, e.g. -o trial.texture.steps=50; a block replaces the one"
              + " that is there; repeatable. Other users of this machine can read it while the"
              + " program runs: give secrets by environment variables or credential providers"
              + " (docs/object-storage.md)")
  private List<String> given = new ArrayList<>();

  /** {@code key=value}, in the order given; later ones win. */
  List<String> list() {
    return given;
  }
}
