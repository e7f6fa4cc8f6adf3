package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.SweepMeasurement;
import io.facesweep.spark.LocalPlace;
import io.facesweep.spark.OutputStore;
import io.facesweep.spark.SweepTables;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facesweep measure}. */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the finished stages of a sweep anew, as its metrics block now says, and rebuilds its"
          + " tables.",
      "Computes no trial: heads and textures come from what is stored. Records stay as they are; the"
          + " same command goes on where it was ended."
    })
final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    SweepConfig config = configuration.load();
    PrintWriter out = spec.commandLine().getOut();
    RunnerPlace place = LocalPlace.of(config, device.open());
    SweepMeasurement.Summary summary =
        SweepMeasurement.run(config, OutputStore.open(config), place, line -> say(out, line));
    summary.problems().forEach(line -> say(out, line));
    say(
        out,
        "Instrument %s: %d stages measured, %d were before, %d are not done; %d starts measured"
            .formatted(
                summary.instrument(),
                summary.measured(),
                summary.known(),
                summary.notDone(),
                summary.starts()));
    say(out, SweepTables.rebuild(config));
    return FaceSweep.OK;
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
