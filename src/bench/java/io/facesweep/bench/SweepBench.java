package io.facesweep.bench;

import com.sun.management.OperatingSystemMXBean;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.run.BatchProgress;
import io.facesweep.run.GeometryFile;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.StageBatch;
import io.facesweep.run.StageOutcome;
import io.facesweep.run.StageRunner;
import io.facesweep.run.StageRunners;
import io.facesweep.run.SteppedStage;
import io.facesweep.run.StoredResult;
import io.facesweep.settings.ModelSettings;
import io.facesweep.spark.SparkContexts;
import io.facesweep.spark.SweepDriver;
import io.facesweep.spark.SweepResult;
import io.facesweep.store.Measures;
import io.facesweep.store.StepRow;
import io.facesweep.store.ViewAngle;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a sweep costs apart from synthesis: plans, runs, resumes and tabulates sweeps with a runner
 * that computes nothing, in Spark's local mode on two cores. One JSON line for each size. The run
 * is cut when half of the stages are done; {@code replan_s} is the time until a driver that finds
 * everything done knows so. {@code peak_heap_mb} is the most that the heap held before a collection
 * of garbage, {@code live_heap_mb} the most after one; {@code cpu_s} is the CPU time of the
 * process.
 *
 * <p>Arguments: a folder that is emptied, and sizes in trials, multiples of 200; by default 1000
 * 10000 100000. {@code FACESWEEP_JAVA_OPTS=-Xmx2g} gives the driver 2 GB.
 */
public final class SweepBench {
  private static final int TRIALS_A_PROMPT = 200;
  private static final int STEPS = 8;

  private final PrintStream out;

  /**
   * @param out gets the lines
   */
  public SweepBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    System.setProperty(
        "log4j2.configurationFile", "classpath:io/facesweep/spark/log4j2-local.properties");
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "out/sweep-bench");
    List<Integer> sizes =
        arguments.length > 1
            ? Stream.of(arguments).skip(1).map(Integer::valueOf).toList()
            : List.of(1_000, 10_000, 100_000);
    SweepBench bench = new SweepBench(System.out);
    for (int size : sizes) {
      bench.run(folder.resolve(Integer.toString(size)), size);
    }
  }

  /** Runs one size; returns how its last run ended. */
  public SweepResult run(Path root, int trials) throws IOException {
    delete(root);
    SweepConfig config = config(root, trials);
    double cpuBefore = cpuSeconds();
    double gcBefore = gcSeconds();
    long start = System.nanoTime();
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    double planSeconds = since(start);
    int stages = plan.geometryStages().size() + plan.textureStages().size();
    try (HeapUse heap = HeapUse.watch();
        JavaSparkContext spark = SparkContexts.start(config, "local[2]", "local[2]")) {
      spark.setLogLevel("OFF"); // the run that is cut is meant to fail; others throw
      long begin = System.nanoTime();
      double cut = cut(spark, config, stages / 2);
      Drive resumed = new Drive(spark, config, Integer.MAX_VALUE);
      double all = since(begin) + planSeconds;
      Drive again = new Drive(spark, config, Integer.MAX_VALUE);
      out.printf(
          Locale.ROOT,
          "{\"trials\":%d,\"stages\":%d,\"plan_s\":%.2f,\"run_half_s\":%.1f,"
              + "\"resume_found\":%d,\"resume_s\":%.1f,\"plan_run_resume_tabulate_s\":%.1f,"
              + "\"replan_s\":%.1f,\"tables_s\":%.1f,\"done\":%d,\"peak_heap_mb\":%d,"
              + "\"live_heap_mb\":%d,\"gc_s\":%.1f,\"cpu_s\":%.1f}%n",
          trials,
          stages,
          planSeconds,
          cut,
          resumed.result.stagesDoneBefore(),
          resumed.seconds,
          all,
          again.untilPlanned,
          again.seconds - again.untilPlanned,
          again.result.tables().done(),
          heap.peak() >> 20,
          heap.live() >> 20,
          gcSeconds() - gcBefore,
          cpuSeconds() - cpuBefore);
      return again.result;
    }
  }

  private double cut(JavaSparkContext spark, SweepConfig config, int stages) {
    long start = System.nanoTime();
    try {
      new Drive(spark, config, stages);
      throw new IllegalStateException("Cannot cut the run: it came to its end");
    } catch (RuntimeException e) {
      if (!(e.getCause() instanceof SparkException)) {
        throw e;
      }
    }
    return since(start);
  }

  /** One run of the driver. */
  private static final class Drive {
    private final SweepResult result;
    private final double seconds;
    private double untilPlanned;

    Drive(JavaSparkContext spark, SweepConfig config, int stages) {
      long start = System.nanoTime();
      Idle.LEFT.set(stages);
      result =
          new SweepDriver(
                  spark,
                  config,
                  new Idle(),
                  line -> {
                    if (line.startsWith("Sweep ")) {
                      untilPlanned = since(start);
                    }
                  })
              .run(Fingerprints.unread(config));
      seconds = since(start);
    }
  }

  /** Gives files and step curves of the right form, at once. */
  private record Idle() implements StageRunners {
    private static final AtomicInteger LEFT = new AtomicInteger();
    private static final Map<ViewAngle, Double> VIEWS =
        IntStream.range(0, 8)
            .boxed()
            .collect(Collectors.toMap(i -> new ViewAngle(45.0 * i, 0), i -> 1 / (1.0 + i)));

    @Override
    public String key() {
      return "idle";
    }

    @Override
    public StageRunner open(RunnerPlace place, ModelSettings models) {
      return new StageRunner() {
        @Override
        public List<SteppedStage> run(StageBatch batch, BatchProgress progress) {
          return batch.stages().stream().map(Idle::outcome).map(SteppedStage::ended).toList();
        }

        @Override
        public Measures measure(Stage stage, StoredResult result, long nonFinite) {
          throw new AssertionError("it only computes");
        }

        @Override
        public Measures measure(Start start) {
          throw new AssertionError("it only computes");
        }

        @Override
        public void close() {}
      };
    }

    private static StageOutcome outcome(Stage stage) {
      if (LEFT.getAndDecrement() <= 0) {
        throw new AssertionError("cut");
      }
      List<StepRow> steps = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        steps.add(
            new StepRow("texture", step, 980 - step, 1, Map.of("l2", 0.5), 0, 0.1, 0, 0, "front"));
      }
      boolean isGeometry = stage.kind() == StageKind.GEOMETRY;
      return new StageOutcome.Done(
          new Measures(
                  null,
                  Map.of("coefficient_norm", 1.0, "sharpness", 0.25, "fit_view", 0.125),
                  Map.of())
              .withViews(Map.of("face_flag", VIEWS, "geometry_face_flag", VIEWS)),
          isGeometry
              ? Map.of(GeometryFile.NAME, GeometryFile.write(new float[50]))
              : Map.of("head.glb", new byte[1024]),
          steps);
    }
  }

  /** A sweep of 8 combinations and 25 seeds. */
  static SweepConfig config(Path root, int trials) {
    List<String> prompts = new ArrayList<>();
    for (int i = 0; i < trials / TRIALS_A_PROMPT; i++) {
      prompts.add("\"face number %d\"".formatted(i));
    }
    List<String> seeds = Stream.iterate(0, i -> i + 1).limit(25).map(String::valueOf).toList();
    return SweepConfig.parse(
        """
        sweep {
          name = bench
          prompts = [%s]
          seeds = [%s]
          axes {
            view-dependent-prompts = [true, false]
            "texture.depth-control" = [true, false]
            "texture.prior" = [none, canny-controlnet]
          }
        }
        models { diffusion = none, depth-controlnet = none, texture-controlnet = none }
        output.uri = "%s"
        spark { trials-per-task = 16, progress = none }
        """
            .formatted(
                String.join(", ", prompts), String.join(", ", seeds), root.toAbsolutePath()));
  }

  static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static double gcSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum()
        / 1e3;
  }

  static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
