package io.facesweep.cli;

import io.facesweep.train.DemoEvaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep train evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what prompts do to a demo checkpoint: how well it tells each word apart, and how often samples",
      "of combinations that training never saw show the colours that they name."
    })
final class TrainEvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SNAPSHOT", description = "a demo checkpoint")
  private Path snapshot;

  @Option(
      names = "--seeds",
      defaultValue = "4",
      paramLabel = "N",
      description = "samples of each combination (default: ${DEFAULT-VALUE})")
  private int seeds;

  @Option(
      names = "--sheet",
      defaultValue = "samples.png",
      paramLabel = "FILE",
      description = "gets the samples as a picture (default: ${DEFAULT-VALUE})")
  private Path sheet;

  @Option(
      names = "--distillation-steps",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "also runs geometries and textures of this many steps, and reads them (default: off)")
  private int distillationSteps;

  @Option(
      names = "--device",
      defaultValue = "auto",
      converter = DeviceName.Converter.class,
      paramLabel = "NAME",
      description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE})")
  private DeviceName device;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Double> figures =
        new LinkedHashMap<>(DemoEvaluation.run(snapshot, seeds, sheet, device.open()));
    if (distillationSteps > 0) {
      figures.putAll(DistillationEvaluation.run(snapshot, seeds, distillationSteps, device.open()));
    }
    figures.forEach((name, value) -> out.printf(Locale.ROOT, "%-28s %.4f%n", name, value));
    out.flush();
    return FaceSweep.OK;
  }
}
