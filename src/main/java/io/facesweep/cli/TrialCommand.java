package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Trial;
import io.facesweep.run.Interruption;
import io.facesweep.run.PlannedTrial;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.TrialFolder;
import io.facesweep.run.TrialRun;
import io.facesweep.run.TrialSummary;
import io.facesweep.spark.LocalPlace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep trial}. */
@Command(
    name = "trial",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one trial of a sweep in this process, without Spark, and writes all that it gives to a"
          + " folder.",
      "Ctrl-C ends it after the current step; the folder then holds what there is, with pictures of"
          + " the unfinished state. The same command goes on from the last stage that is finished."
    })
final class TrialCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "folder to write: new, empty or that of the same trial, which goes on; else one in out/")
  private @Nullable Path out;

  @Option(
      names = "--index",
      paramLabel = "N",
      defaultValue = "0",
      description = "which trial of the sweep, in the plan's order; default 0")
  private int index;

  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    SweepConfig config = configuration.load();
    requireIndex(config);
    RunnerPlace place = LocalPlace.of(config, device.open());
    PlannedTrial planned = PlannedTrial.of(config, index, place);
    TrialFolder folder = folder(config, planned.trial());
    PlannedTrial.warnings(config, place).forEach(line -> say("Warning: " + line));
    PrintWriter console = spec.commandLine().getErr();
    ProgressLine.Style style =
        Help.Ansi.AUTO.enabled() ? ProgressLine.Style.TERMINAL : ProgressLine.Style.LOG;
    try (Interruption interruption =
        Interruption.onSignal(() -> say("Stopping after this step ..."))) {
      Trial trial = planned.trial();
      say(
          "Trial %d: %s, seed %d%s, on %s"
              .formatted(index, trial.promptText(), trial.seed(), factors(trial), place.device()));
      ProgressLine progress = new ProgressLine(console, style, System::nanoTime);
      TrialSummary summary = new TrialRun(planned, place, folder, progress, interruption).run();
      progress.end();
      return report(summary, folder.path());
    }
  }

  private int report(TrialSummary summary, Path folder) {
    String message = summary.message().isEmpty() ? "" : ": " + summary.message();
    summary
        .judgeErrors()
        .forEach(
            (judge, reason) ->
                say("Warning: %s failed, and its measures are empty: %s".formatted(judge, reason)));
    say("Trial %s%s. Wrote %s".formatted(summary.status().text(), message, folder));
    return switch (summary.status()) {
      case DONE -> FaceSweep.OK;
      case FAILED -> FaceSweep.TRIAL_FAILED;
      case INTERRUPTED, RUNNING -> FaceSweep.INTERRUPTED;
    };
  }

  private void requireIndex(SweepConfig config) {
    int trials = PlannedSweep.of(config).trials().size();
    if (index < 0 || index >= trials) {
      throw new UserException(
          "Invalid --index: %d (expected 0 to %d, the trials of sweep %s)"
              .formatted(index, trials - 1, config.sweep().name()));
    }
  }

  private TrialFolder folder(SweepConfig config, Trial trial) {
    if (out != null) {
      TrialFolder folder = new TrialFolder(out);
      if (!folder.isFor(trial)) {
        throw new UserException(
            "Cannot write to %s: it is not empty, and not of this trial with these settings and"
                    .formatted(out)
                + " models; name another folder");
      }
      return folder;
    }
    String name = "%s-trial-%d".formatted(config.sweep().name(), index);
    TrialFolder folder = new TrialFolder(Path.of("out", name));
    for (int copy = 2; !folder.isFor(trial); copy++) {
      folder = new TrialFolder(Path.of("out", "%s-%d".formatted(name, copy)));
    }
    return folder;
  }

  private static String factors(Trial trial) {
    StringBuilder text = new StringBuilder();
    trial
        .factors()
        .forEach((key, level) -> text.append(", ").append(key).append(" = ").append(level));
    return text.toString();
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }
}
