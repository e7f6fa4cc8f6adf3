package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.Start;
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
import io.facesweep.settings.TrialSettings;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.store.StepRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkEnv;

/**
 * Computes nothing, and has faults instead. Words of the prompt say which: {@code diverges} fails
 * in the geometry stage; in the texture stage {@code boom} throws, {@code sleeps} hangs until it is
 * interrupted, {@code deaf} hangs whatever happens, {@code greedy} wants more memory than there is,
 * {@code killer} takes the process with it, {@code bulky} has a file of 3 MB. {@code crowd} wants
 * more than a GPU has if more than two stages run at once, {@code cracks} breaks the GPU in one of
 * its four texture stages, {@code flaky} in all that run on the first executor.
 *
 * @param key of the runners; {@code missing} cannot be opened outside the driver, {@code absent}
 *     nowhere, {@code unusable} finds its GPU broken there, {@code mended} has GPUs that do not
 *     break
 * @param fuse how many stages run before the power fails; negative for any number
 * @param millis that a stage takes, half of them to be finished
 * @param journal file that gets a line when stages begin, {@code begin}, and when they have ended,
 *     {@code end}, with their ids; empty for none
 */
record FakeRunners(String key, int fuse, long millis, String journal) implements StageRunners {
  /** What ran in this JVM: kind and id. */
  static final Queue<String> RAN = new ConcurrentLinkedQueue<>();

  static final AtomicInteger OPENED = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();
  private static final AtomicInteger LEFT = new AtomicInteger();
  private static final int STEPS = 4;

  FakeRunners(String key, int fuse, long millis) {
    this(key, fuse, millis, "");
  }

  static FakeRunners steady() {
    return new FakeRunners("fake", -1, 0);
  }

  static FakeRunners slow(long millis) {
    return new FakeRunners("slow", -1, millis);
  }

  static void reset() {
    RAN.clear();
    OPENED.set(0);
    CLOSED.set(0);
  }

  @Override
  public StageRunner open(RunnerPlace place, ModelSettings models) {
    if (key.equals("absent") || (key.equals("missing") && place.isRemote())) {
      throw new UserException("Cannot open models/none: there is no such directory");
    }
    if (key.equals("unusable") && place.isRemote()) {
      throw new IllegalStateException("CUDA error: uncorrectable ECC error encountered");
    }
    OPENED.incrementAndGet();
    LEFT.set(fuse);
    return new StageRunner() {
      @Override
      public List<SteppedStage> run(StageBatch batch, BatchProgress progress) {
        note("begin", batch);
        crowd(batch);
        List<SteppedStage> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.stages().size(); i++) {
          for (int step = 0; step < STEPS; step++) {
            sleep(millis / 2 / STEPS);
            progress.onStep(
                new StepRow("geometry", step, 980, 1.5, Map.of(), 0, 0.1, 0, 0, "front"), STEPS);
          }
          StageOutcome outcome =
              outcome(batch.stages().get(i), batch.geometries().get(i).coefficients());
          outcomes.add(
              () -> {
                sleep(millis / 2);
                return outcome;
              });
        }
        note("end", batch);
        return outcomes;
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
      public void close() {
        CLOSED.incrementAndGet();
      }
    };
  }

  private void note(String what, StageBatch batch) {
    if (!journal.isEmpty()) {
      String ids = String.join(" ", batch.stages().stream().map(Stage::id).toList());
      try {
        Files.writeString(
            Path.of(journal),
            "%s %s%n".formatted(what, ids),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void crowd(StageBatch batch) {
    if (batch.size() > 2
        && batch.stages().stream().anyMatch(stage -> stage.promptText().contains("crowd"))) {
      throw new IllegalStateException(
          "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has 1.25 GiB free.");
    }
  }

  private void crack(Stage stage) {
    String prompt = stage.promptText();
    TrialSettings settings = stage.settings();
    boolean cracks =
        prompt.contains("cracks")
            && settings.viewDependentPrompts()
            && settings.texture().depthControl();
    boolean flaky = prompt.contains("flaky") && SparkEnv.get().executorId().equals("0");
    if ((cracks || flaky) && !key.equals("mended")) {
      throw new IllegalStateException("CUDA error: an illegal memory access was encountered");
    }
  }

  private StageOutcome outcome(Stage stage, float[] coefficients) {
    if (fuse >= 0 && LEFT.getAndDecrement() <= 0) {
      throw new AssertionError("power failure");
    }
    RAN.add(stage.kind() + " " + stage.id());
    String prompt = stage.promptText();
    List<StepRow> steps =
        List.of(new StepRow("geometry", 0, 980, 1, Map.of(), 0, 0.1, 0, 0, "front"));
    if (stage.kind() == StageKind.GEOMETRY) {
      if (prompt.contains("diverges")) {
        StageError error = new StageError("Diverged", "went off at step 1", "geometry", 1);
        return new StageOutcome.Failed(error, steps);
      }
      float[] shape = {prompt.length(), 0.1f};
      return new StageOutcome.Done(
          new Measures(null, Map.of("coefficient_norm", 1.0), Map.of()),
          Map.of(GeometryFile.NAME, GeometryFile.write(shape)),
          steps);
    }
    fault(prompt);
    crack(stage);
    double length = coefficients.length == 0 ? -1 : coefficients[0];
    byte[] head = prompt.contains("bulky") ? new byte[3 << 20] : new byte[] {1, 2};
    return new StageOutcome.Done(
        new Measures(
            null,
            Map.of("prompt_length", length),
            Map.of("fit_text_precision", Map.of("a man", 0.5, "a woman", 0.75))),
        Map.of("head.glb", head),
        steps);
  }

  private static void fault(String prompt) {
    if (prompt.contains("boom")) {
      throw new IllegalStateException("boom in " + prompt);
    } else if (prompt.contains("sleeps")) {
      sleep(Long.MAX_VALUE);
    } else if (prompt.contains("deaf")) {
      while (true) {
        Thread.interrupted();
        Thread.onSpinWait();
      }
    } else if (prompt.contains("greedy")) {
      List<long[]> hoard = new ArrayList<>();
      while (true) {
        hoard.add(new long[Integer.MAX_VALUE - 8]);
      }
    } else if (prompt.contains("killer")) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("woken", e);
    }
  }
}
