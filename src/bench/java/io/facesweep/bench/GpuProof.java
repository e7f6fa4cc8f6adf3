package io.facesweep.bench;

import io.facesweep.check.CheckReport;
import io.facesweep.check.CheckText;
import io.facesweep.check.DeviceCheck;
import io.facesweep.check.DeviceComparison;
import io.facesweep.check.Finding;
import io.facesweep.check.OperatorProbes;
import io.facesweep.check.Place;
import io.facesweep.check.RenderProbes;
import io.facesweep.check.Verdict;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModels;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One part of the proof of a GPU, each in a process of its own, so that a crash loses no other
 * part; {@code src/bench/gpu-proof} packs them for a machine without Java and runs them there.
 * Prints JSON lines. Needs neither Spark nor Hadoop.
 */
@Command(
    name = "GpuProof",
    mixinStandardHelpOptions = true,
    description = "Runs one part of the proof of a GPU; prints JSON lines.")
public final class GpuProof implements Callable<Integer> {
  private enum Part {
    OPERATORS,
    GOLDEN,
    TRIALS,
    SWEEP,
    NETS,
    STEPS,
    TASKS,
    LIMIT,
    FAULTS,
    TRAINING,
    CHECK
  }

  @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}")
  Part part = Part.OPERATORS;

  @Option(names = "--device", description = "cpu, or cuda:0 ... (default ${DEFAULT-VALUE})")
  String deviceName = "cuda:0";

  @Option(names = "--seconds", description = "after which it starts nothing more")
  double seconds = 60;

  @Option(names = "--random", description = "folder that random_snapshot.py wrote")
  Path random = Path.of("random");

  @Option(names = "--out", description = "folder for pictures")
  Path out = Path.of(".");

  @Option(names = "--batches", split = ",", description = "values of K (default 1,4,8)")
  List<Integer> batches = List.of(1, 4, 8);

  @Option(names = "--side", description = "of all images but geometry renders, pixels")
  int side = 512;

  @Option(names = "--dtype", description = "of the nets of random weights")
  DType dtype = DType.FLOAT16;

  @Option(names = "--channels-last", description = "gives nets inputs in that layout")
  boolean channelsLast;

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new GpuProof()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() {
    GpuProofLines lines = new GpuProofLines(part.name().toLowerCase(Locale.ROOT), seconds);
    Device device = open();
    try (GpuSampler sampler = GpuSampler.start(device)) {
      switch (part) {
        case OPERATORS -> operators(lines, device);
        case GOLDEN -> new GpuProofGolden(lines, device).run();
        case TRIALS -> new GpuProofTrials(lines, device, sampler, out).golden();
        case SWEEP -> new GpuProofTrials(lines, device, sampler, out).quickStart();
        case NETS ->
            new GpuProofNets(lines, random, device, dtype, side, channelsLast).run(batches);
        case STEPS -> new GpuProofSteps(lines, random, device, dtype, sampler, side).run(batches);
        case TASKS ->
            new GpuProofSteps(lines, random, device, dtype, sampler, side)
                .tasks(batches.get(batches.size() - 1));
        case FAULTS -> new GpuProofFaults(lines, device).run();
        case TRAINING -> new GpuProofTraining(lines, device).run();
        case CHECK -> check(lines, device);
        case LIMIT -> new GpuProofSteps(lines, random, device, dtype, sampler, side).limit();
      }
    }
    return 0;
  }

  private Device open() {
    if (deviceName.equals("cpu")) {
      return Device.CPU;
    }
    int colon = deviceName.indexOf(':');
    return Device.cuda(colon < 0 ? 0 : Integer.parseInt(deviceName.substring(colon + 1)));
  }

  /** {@code facesweep check}, whose text goes to the log. */
  private static void check(GpuProofLines lines, Device device) {
    DeviceCheck check = new DeviceCheck("", System.getenv(), finding -> print(lines, finding));
    CheckReport report =
        check.run(
            () -> device, SweepConfig.load(Path.of("conf/quickstart.conf"), DeviceCheck.SHORT));
    System.err.println(CheckText.write(report));
    lines.line("check").put("ok", report.isFine()).put("seconds", report.seconds()).print();
  }

  private static void operators(GpuProofLines lines, Device device) {
    DeviceComparison comparison = new DeviceComparison(finding -> print(lines, finding));
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)) {
      comparison.compare(new OperatorProbes(), List.of(new Place(device, type)), Verdict.FAILED);
    }
    comparison.compare(
        new RenderProbes(FaceModels.open("builtin:head")),
        List.of(new Place(device, DType.FLOAT32)),
        Verdict.FAILED);
  }

  private static void print(GpuProofLines lines, Finding finding) {
    lines
        .line(finding.group() + " " + finding.name())
        .put("where", finding.where())
        .put("ok", !finding.isFailed())
        .put("difference", finding.difference())
        .put("tolerance", finding.tolerance())
        .put("ms", finding.milliseconds())
        .put("note", finding.note())
        .print();
  }
}
