package io.facesweep.cli;

import io.facesweep.check.CheckReport;
import io.facesweep.check.CheckText;
import io.facesweep.check.DeviceCheck;
import io.facesweep.config.SweepConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that a device computes what it should: operators, nets, a render and steps, compared"
          + " with the CPU, and says what to do where something fails.",
      "CONF says whose nets and first trial are checked, "
          + CheckCommand.QUICK_START
          + " if it is not given. On a CPU it takes about 20 seconds."
    })
final class CheckCommand implements Callable<Integer> {
  /** Names the demo checkpoint. */
  static final String QUICK_START = "conf/quickstart.conf";

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private OptionalConfigurationFile configuration;

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
    String name = configuration.name().orElse(QUICK_START);
    return configuration.name().isEmpty() && !Files.exists(Path.of(name))
        ? null
        : configuration.load(name, DeviceCheck.SHORT);
  }
}
