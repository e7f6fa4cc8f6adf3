package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModels;
import io.facesweep.settings.ModelSettings;
import io.facesweep.spark.SweepFiles;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import io.facesweep.train.demo.ColourOracle;
import io.facesweep.train.demo.DemoEvaluation;
import io.facesweep.train.demo.DemoRecipe;
import io.facesweep.train.demo.DistillationEvaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep train evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what prompts do to a demo checkpoint: how well it tells each word apart, and how"
          + " often samples",
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
      names = "--distill",
      paramLabel = "CONF",
      description =
          "also runs geometries and textures as the trial block of this configuration says, and"
              + " reads them")
  private @Nullable String distill;

  @Mixin private Overrides overrides;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    Device opened = device.open();
    DemoRecipe recipe = DemoRecipe.of(snapshot);
    ColourOracle oracle = new ColourOracle(FaceModels.open("builtin:head"), recipe);
    print(DemoEvaluation.run(snapshot, seeds, sheet, opened, oracle));
    if (distill != null) {
      distill(distill, opened, oracle);
    }
    return FaceSweep.OK;
  }

  private void distill(String configuration, Device opened, ColourOracle oracle) {
    List<String> own = new ArrayList<>(overrides.list());
    own.addAll(List.of("sweep.axes=null", "sweep.baseline=null", "sweep.exclude=null"));
    own.add("models.diffusion=" + snapshot);
    ModelSettings settings = SweepFiles.load(configuration, own).models();
    try (LoadedModels models = LoadedModels.open(settings, opened)) {
      DistillationEvaluation evaluation =
          new DistillationEvaluation(models, keys -> load(configuration, own, keys), oracle, seeds);
      print(evaluation.shapes());
      print(evaluation.colours());
    }
  }

  private static SweepConfig load(String configuration, List<String> own, List<String> keys) {
    List<String> all = new ArrayList<>(own);
    all.addAll(keys);
    return SweepFiles.load(configuration, all);
  }

  private void print(Map<String, Double> figures) {
    PrintWriter out = spec.commandLine().getOut();
    figures.forEach((name, value) -> out.printf(Locale.ROOT, "%-28s %.4f%n", name, value));
    out.flush();
  }
}
