package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.store.StageError;
import io.facesweep.store.StepRow;
import io.facesweep.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Computes nothing, in the JVM of the test. Prompts say what happens: {@code "boom"} throws in the
 * texture stage, {@code "diverges"} fails in the geometry stage.
 *
 * @param key of the runners
 * @param fuse how many stages run before the power fails; negative for any number
 */
record FakeRunners(String key, int fuse) implements StageRunners {
  /** What ran in this JVM: kind and id. */
  static final Queue<String> RAN = new ConcurrentLinkedQueue<>();

  static final AtomicInteger OPENED = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();
  private static final AtomicInteger LEFT = new AtomicInteger();

  static FakeRunners steady() {
    return new FakeRunners("fake", -1);
  }

  static void reset() {
    RAN.clear();
    OPENED.set(0);
    CLOSED.set(0);
  }

  @Override
  public StageRunner open(Device device) {
    if (key.equals("missing")) {
      throw new UserException("Cannot open models/none: there is no such directory");
    }
    OPENED.incrementAndGet();
    LEFT.set(fuse);
    return new StageRunner() {
      @Override
      public List<StageOutcome> run(StageBatch batch) {
        List<StageOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.stages().size(); i++) {
          outcomes.add(outcome(batch.stages().get(i), batch.coefficients().get(i)));
        }
        return outcomes;
      }

      @Override
      public void close() {
        CLOSED.incrementAndGet();
      }
    };
  }

  private StageOutcome outcome(Stage stage, float[] coefficients) {
    if (fuse >= 0 && LEFT.getAndDecrement() <= 0) {
      throw new AssertionError("power failure");
    }
    RAN.add(stage.kind() + " " + stage.id());
    List<StepRow> steps =
        List.of(new StepRow("geometry", 0, 980, 1, Map.of(), 0, 0.1, 0, 0, "front"));
    if (stage.kind() == StageKind.GEOMETRY) {
      if (stage.promptText().contains("diverges")) {
        StageError error = new StageError("Diverged", "went off at step 1", "geometry", 1);
        return new StageOutcome.Failed(error, steps);
      }
      float[] shape = {stage.promptText().length(), 0.1f};
      return new StageOutcome.Done(
          Map.of("coefficient_norm", 1.0),
          Map.of(GeometryFile.NAME, GeometryFile.write(shape)),
          steps);
    }
    if (stage.promptText().contains("boom")) {
      throw new IllegalStateException("boom in " + stage.promptText());
    }
    double length = coefficients.length == 0 ? -1 : coefficients[0];
    return new StageOutcome.Done(
        Map.of("prompt_length", length), Map.of("head.glb", new byte[] {1, 2}), steps);
  }
}
