package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir private Path folder;

  /** Four numbers, whose loss has the same slope everywhere. */
  private static final class Slope implements TrainingStage {
    private final long steps;
    private final double slope;
    private final TrainedNets<Tensor> nets;

    /**
     * @param type that the loss is computed in
     */
    Slope(long steps, DType type, double slope) {
      this.steps = steps;
      this.slope = slope;
      this.nets = new TrainedNets<>("slope", type, tensors -> tensors.apply("").take("x", 4));
    }

    @Override
    public String name() {
      return "slope";
    }

    @Override
    public StageSettings settings() {
      return new StageSettings(steps, 2, 0.01, 0, 1, 0, 0, 1);
    }

    @Override
    public TrainedNets<?> nets() {
      return nets;
    }

    @Override
    public float[] initial(RandomStream random) {
      return new float[] {0.5f, -0.5f, 1, 2};
    }

    @Override
    public Drawn draw(RandomStream random, long step, int items) {
      return () -> nets.trained().mul(slope).to(DType.FLOAT32).sum();
    }

    @Override
    public Map<String, Double> validate() {
      return Map.of("first", (double) nets.averaged().toFloats()[0]);
    }

    @Override
    public void samples(Path folder, String name) {}
  }

  private float[] trained(TrainingStage stage, String name) {
    return trained(stage, name, new RecordingListener());
  }

  /** The last values. */
  private float[] trained(TrainingStage stage, String name, TrainingListener listener) {
    AtomicReference<float[]> values = new AtomicReference<>();
    Trainer.Pace pace = new Trainer.Pace(2, 1, 100, Duration.ofHours(1));
    RandomStream random = RandomStream.of("trainer", 0);
    new Trainer(pace, folder.resolve(name), random, Device.CPU, listener)
        .run(stage, parameters -> values.set(parameters.values().toFloats()));
    return values.get();
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("slope/log.jsonl"));
  }

  @Test
  void aStepWhoseGradientOverflowsFloat16IsLeftOut() throws IOException {
    // a lane's 3 times 65536 and 32768 are beyond 65504; three steps are left of five
    float[] half = trained(new Slope(5, DType.FLOAT16, 6), "half");
    assertThat(half).isEqualTo(trained(new Slope(3, DType.FLOAT32, 6), "float"));
    assertThat(log("half").lines().skip(1))
        .hasSize(6)
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .contains("\"loss\": null", "\"loss_scale\": 32768.0000", "\"skipped\": 1.00000");
              assertThat(lines.get(4))
                  .contains("\"gradient_norm\": 12.0000", "\"loss_scale\": 16384.0000")
                  .contains("\"skipped\": 2.00000");
            });
    assertThat(log("float")).doesNotContain("loss_scale", "skipped");
  }

  @Test
  void aGradientTooSmallForFloat16IsNotLost() {
    float[] half = trained(new Slope(3, DType.FLOAT16, 1e-8), "half");
    float[] full = trained(new Slope(3, DType.FLOAT32, 1e-8), "float");
    assertThat(full[0]).isLessThan(0.49f);
    for (int i = 0; i < full.length; i++) {
      assertThat(half[i]).isCloseTo(full[i], within(1e-3f));
    }
  }

  @Test
  void theScaleGoesOnWithTheCheckpoint() throws IOException {
    float[] whole = trained(new Slope(5, DType.FLOAT16, 6), "whole");
    RecordingListener stopping = new RecordingListener("slope", 2);
    assertThat(catchThrowable(() -> trained(new Slope(5, DType.FLOAT16, 6), "parts", stopping)))
        .isInstanceOf(TrainingStopped.class);
    assertThat(trained(new Slope(5, DType.FLOAT16, 6), "parts")).isEqualTo(whole);
    assertThat(log("parts")).contains("\"skipped\": 2.00000").doesNotContain("\"skipped\": 3");
  }

  @Test
  void aGradientThatNoScaleMakesFiniteEndsTheTraining() {
    assertThatThrownBy(() -> trained(new Slope(30, DType.FLOAT16, 1e6), "half"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot go on training slope: the gradient of step 17 is not finite");
    assertThatThrownBy(
            () -> trained(new Slope(30, DType.FLOAT32, Double.POSITIVE_INFINITY), "float"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot go on training slope: the gradient of step 1 is not finite");
  }

  @Test
  void anotherNumberFormatDoesNotGoOn() {
    trained(new Slope(1, DType.FLOAT16, 1), "out");
    assertThatThrownBy(() -> trained(new Slope(2, DType.FLOAT32, 1), "out"))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "(?s)Cannot resume from .*: it was made with seed stream \\w+, batch 2 in 2 lanes, in"
                + " float16 \\(now seed stream \\w+, batch 2 in 2 lanes\\); .*");
  }
}
