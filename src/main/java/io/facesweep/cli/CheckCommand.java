package io.facesweep.cli;

import io.facesweep.check.CheckReport;
import io.facesweep.check.CheckText;
import io.facesweep.check.DeviceCheck;
import io.facesweep.config.SweepConfig;
import io.facesweep.spark.SweepFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that a device computes what it should: operators, nets, a render and steps, compared"
          + " with the CPU, and says what to do where something fails.",
      "On a CPU it takes about 20 seconds."
    })
final class CheckCommand implements Callable<Integer> {
  /** Names the demo checkpoint. */
  private static final String QUICK_START = "conf/quickstart.conf";

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(
      arity = "0..1",
      paramLabel = "CONF",
      description = "whose nets and first trial are checked; default " + QUICK_START)
  private @Nullable String file;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "KEY=VALUE",
      description = "sets a key of the configuration; repeatable")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--json", description = "writes JSON, for programs")
  private boolean json;

  @Override
  public Integer call() {
    SweepConfig config = config();
    PrintWriter err = spec.commandLine().getErr();
    String version = spec.root().version()[0];
    DeviceCheck check =
        new DeviceCheck(
            version.substring(version.indexOf(' ') + 1),
            System.getenv(),
            finding -> {
              if (finding.isFailed()) {
                err.println("%s %s failed".formatted(finding.group(), finding.name()));
                err.flush();
              }
            });
    CheckReport report = check.run(device::open, config);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? CheckText.json(report) : CheckText.write(report));
    out.flush();
    if (!report.deviceOpened()) {
      return FaceSweep.BAD_INPUT;
    }
    return report.isFine() ? FaceSweep.OK : FaceSweep.TRIAL_FAILED;
  }

  private @Nullable SweepConfig config() {
    if (file == null && !Files.exists(Path.of(QUICK_START))) {
      return null;
    }
    List<String> all = new ArrayList<>(DeviceCheck.SHORT);
    all.addAll(overrides);
    return SweepFiles.load(file == null ? QUICK_START : file, all);
  }
}
