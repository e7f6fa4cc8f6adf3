package io.facesweep.bench;

import io.facesweep.synthesis.SynthesisModels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several tasks on one GPU, as {@code spark.task.resource.gpu.amount = 0.5} gives them: while one
 * renders, the other's nets compute.
 */
final class GpuProofTasks {
  private static final int STEPS = 16;
  private static final int WARM_UP = 3;
  private static final List<GpuProofSteps.Kind> KINDS =
      List.of(
          GpuProofSteps.Kind.GEOMETRY,
          GpuProofSteps.Kind.LATENT_DEPTH_CANNY,
          GpuProofSteps.Kind.IMAGE_DEPTH_CANNY);

  private final GpuProofLines lines;
  private final GpuProofSteps steps;

  GpuProofTasks(GpuProofLines lines, GpuProofSteps steps) {
    this.lines = lines;
    this.steps = steps;
  }

  /** Compares one task of a batch with two of it and with two of half of it. */
  void run(SynthesisModels models, int batch) {
    for (GpuProofSteps.Kind kind : KINDS) {
      measure(models, kind, 1, batch);
      measure(models, kind, 2, batch);
      measure(models, kind, 2, batch / 2);
    }
  }

  private void measure(SynthesisModels models, GpuProofSteps.Kind kind, int tasks, int batch) {
    lines.guarded(
        "%s, %d tasks of %d".formatted(kind.text(), tasks, batch),
        () -> {
          together(models, kind, tasks, batch, WARM_UP);
          long start = System.nanoTime();
          together(models, kind, tasks, batch, STEPS);
          double seconds = (System.nanoTime() - start) * 1e-9;
          lines
              .line(kind.text())
              .put("ok", true)
              .put("tasks", tasks)
              .put("k", batch)
              .put("trial_step_ms", 1e3 * seconds / (STEPS * tasks * batch))
              .put("idle_percent", steps.idlePercentSince(start))
              .print();
        });
  }

  private void together(
      SynthesisModels models, GpuProofSteps.Kind kind, int tasks, int batch, int count) {
    ExecutorService pool = Executors.newFixedThreadPool(tasks);
    try {
      List<Callable<Double>> all = new ArrayList<>();
      for (int task = 0; task < tasks; task++) {
        all.add(() -> steps.stepSeconds(models, kind, batch, count));
      }
      for (Future<Double> done : pool.invokeAll(all)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
