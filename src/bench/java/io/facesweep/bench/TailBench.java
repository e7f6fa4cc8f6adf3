package io.facesweep.bench;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.BatchSizes;
import io.facesweep.plan.BatchTail;
import io.facesweep.plan.Batches;
import io.facesweep.plan.CostModel;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.settings.SparkSettings;
import io.facesweep.store.RecordedTimings;
import io.facesweep.store.StageStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The end of a sweep, played without Spark: for batches as they come and with the last ones parted,
 * the share of the slots' time in which no batch was left for them, and the time of the whole sweep
 * in that of slots that never idle. Batches take what the {@link CostModel} says, each up to 15 %
 * more or less; the means of 50 sweeps. JSON lines.
 *
 * <p>Arguments: a configuration, an output whose timings are taken ({@code -} for none), then
 * numbers of slots and overrides {@code key=value}. Each is played with equal slots, with one of
 * half the speed, and with every second one at 0.8.
 */
public final class TailBench {
  private static final int SWEEPS = 50;
  private static final double JITTER = 0.15;

  private TailBench() {}

  public static void main(String[] arguments) {
    List<String> rest = Arrays.asList(arguments).subList(2, arguments.length);
    List<String> overrides = rest.stream().filter(argument -> argument.contains("=")).toList();
    SweepConfig config = SweepConfig.load(Path.of(arguments[0]), overrides);
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    CostModel costs = CostModel.learn(timings(arguments[1]).timings());
    for (String count : rest.stream().filter(argument -> !overrides.contains(argument)).toList()) {
      int slots = Integer.parseInt(count);
      Batches plain =
          Batches.of(
              plan,
              Set.of(),
              size(config.spark(), plan.geometryStages().size(), slots),
              size(config.spark(), plan.textureStages().size(), slots));
      Batches parted = BatchTail.part(plain, slots, costs);
      double[] equal = new double[slots];
      Arrays.fill(equal, 1);
      double[] straggler = equal.clone();
      straggler[0] = 0.5;
      double[] unequal = equal.clone();
      for (int i = 0; i < slots; i += 2) {
        unequal[i] = 0.8;
      }
      report(plan, slots, "equal", plain, parted, equal, costs);
      report(plan, slots, "one of half the speed", plain, parted, straggler, costs);
      report(plan, slots, "half of them at 0.8", plain, parted, unequal, costs);
    }
  }

  private static int size(SparkSettings settings, int stages, int slots) {
    return BatchSizes.of(settings, stages, slots, false);
  }

  private static RecordedTimings timings(String output) {
    RecordedTimings timings = new RecordedTimings();
    if (!output.equals("-")) {
      StageStore store = StageStore.open(output, new Configuration());
      for (StageKind kind : StageKind.values()) {
        store.recorded(kind).done().forEach(id -> timings.add(store.read(kind, id).orElseThrow()));
      }
    }
    return timings;
  }

  private static void report(
      SweepPlan plan,
      int slots,
      String what,
      Batches plain,
      Batches parted,
      double[] speeds,
      CostModel costs) {
    double[] before = mean(plain, plain, speeds, costs);
    double[] after = mean(parted, plain, speeds, costs);
    System.out.printf(
        Locale.ROOT,
        "{\"trials\":%d,\"slots\":%d,\"speeds\":\"%s\",\"batches\":%d,\"parted\":%d,"
            + "\"idle\":%.4f,\"idle_parted\":%.4f,\"wall\":%.4f,\"wall_parted\":%.4f}%n",
        plan.trials().size(),
        slots,
        what,
        plain.texture().size(),
        parted.texture().size(),
        before[0],
        after[0],
        before[1],
        after[1]);
  }

  /** Idle share, and the wall time in that of an even share of the plain batches' work. */
  private static double[] mean(Batches batches, Batches plain, double[] speeds, CostModel costs) {
    double[] sums = new double[2];
    double speed = Arrays.stream(speeds).sum();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Map<Batch, Double> seconds = seconds(batches, costs, new Random(sweep));
      double work =
          seconds(plain, costs, new Random(sweep)).values().stream().reduce(0.0, Double::sum);
      Play play = new Play(batches, seconds, speeds);
      sums[0] += play.idle() / SWEEPS;
      sums[1] += play.end / (work / speed) / SWEEPS;
    }
    return sums;
  }

  private static Map<Batch, Double> seconds(Batches batches, CostModel costs, Random random) {
    Map<Batch, Double> seconds = new IdentityHashMap<>();
    Stream.of(batches.geometry(), batches.texture())
        .flatMap(List::stream)
        .forEach(
            batch -> {
              int size = batch.stages().size();
              double cost =
                  costs
                      .estimate(batch.shape(), size)
                      .map(CostModel.Estimate::seconds)
                      .orElse((0.5 + size) * batch.shape().work());
              seconds.put(batch, cost * (1 + JITTER * (2 * random.nextDouble() - 1)));
            });
    return seconds;
  }

  /** A slot that is free takes the first batch whose geometries have ended. */
  private static final class Play {
    private final double[] free;
    private final double[] speeds;
    private final double lastBegin;
    private final double end;

    Play(Batches batches, Map<Batch, Double> seconds, double[] speeds) {
      this.speeds = speeds;
      free = new double[speeds.length];
      List<Batch> left = new ArrayList<>(batches.geometry());
      left.addAll(batches.texture());
      Map<String, Double> ends = new HashMap<>();
      double last = 0;
      while (!left.isEmpty()) {
        int slot = 0;
        for (int i = 1; i < free.length; i++) {
          slot = free[i] < free[slot] ? i : slot;
        }
        Batch next = null;
        double soonest = Double.MAX_VALUE;
        for (Batch batch : left) {
          double ready =
              batch.geometryStages().stream()
                  .mapToDouble(id -> ends.getOrDefault(id, Double.MAX_VALUE))
                  .max()
                  .orElse(0);
          if (ready <= free[slot]) {
            next = batch;
            break;
          }
          soonest = Math.min(soonest, ready);
        }
        if (next == null) {
          free[slot] = soonest;
          continue;
        }
        left.remove(next);
        last = free[slot];
        double over = last + seconds.getOrDefault(next, 0.0) / speeds[slot];
        free[slot] = over;
        if (next.kind() == StageKind.GEOMETRY) {
          next.stages().forEach(stage -> ends.put(stage.id(), over));
        }
      }
      lastBegin = last;
      end = Arrays.stream(free).max().orElse(0);
    }

    /** Of all the time of the slots, what they had nothing in after the last batch began. */
    double idle() {
      double idle = 0;
      for (double own : free) {
        idle += end - Math.max(own, lastBegin);
      }
      return idle / (end * speeds.length);
    }
  }
}
