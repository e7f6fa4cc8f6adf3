package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.assets.TrialSummary;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Trial;
import io.facesweep.run.Interruption;
import io.facesweep.run.TrialRun;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
          + " the unfinished state."
    })
final class TrialCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder to write, new or empty; else a new one in out/")
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
    Trial trial = trial(config);
    Path folder = folder(config);
    Device opened = device.open();
    PrintWriter console = spec.commandLine().getErr();
    ProgressLine.Style style =
        Help.Ansi.AUTO.enabled() ? ProgressLine.Style.TERMINAL : ProgressLine.Style.LOG;
    try (LoadedModels models = LoadedModels.open(trial.models(), opened);
        Interruption interruption =
            Interruption.onSignal(() -> say("Stopping after this step ..."))) {
      say(
          "Trial %d: %s, seed %d%s, on %s"
              .formatted(index, trial.promptText(), trial.seed(), factors(trial), opened));
      ProgressLine progress = new ProgressLine(console, style, System::nanoTime);
      TrialSummary summary =
          new TrialRun(config, trial, models, folder, progress, interruption).run();
      progress.end();
      return report(summary, folder);
    }
  }

  private int report(TrialSummary summary, Path folder) {
    String message = summary.message().isEmpty() ? "" : ": " + summary.message();
    say("Trial %s%s. Wrote %s".formatted(summary.status().text(), message, folder));
    return switch (summary.status()) {
      case DONE -> FaceSweep.OK;
      case FAILED -> FaceSweep.TRIAL_FAILED;
      case INTERRUPTED, RUNNING -> FaceSweep.INTERRUPTED;
    };
  }

  private Trial trial(SweepConfig config) {
    List<Trial> trials = PlannedSweep.of(config).trials();
    if (index < 0 || index >= trials.size()) {
      throw new UserException(
          "Invalid --index: %d (expected 0 to %d, the trials of sweep %s)"
              .formatted(index, trials.size() - 1, config.sweep().name()));
    }
    return trials.get(index);
  }

  private Path folder(SweepConfig config) {
    if (out != null) {
      requireEmpty(out);
      return out;
    }
    String name = "%s-trial-%d".formatted(config.sweep().name(), index);
    Path folder = Path.of("out", name);
    for (int copy = 2; Files.exists(folder); copy++) {
      folder = Path.of("out", "%s-%d".formatted(name, copy));
    }
    return folder;
  }

  private static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new UserException(
            "Cannot write to %s: it is not empty; name another folder".formatted(folder));
      }
    } catch (IOException e) {
      throw new UserException("Cannot write to %s: %s".formatted(folder, e), e);
    }
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
