package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawnAheadTest {
  private static final RandomStream STREAM = RandomStream.of("ahead", 3);

  /** A part that says what it was drawn by. */
  private record Part(RandomStream random, long step, int items) implements TrainingStage.Drawn {
    @Override
    public Tensor loss() {
      throw new AssertionError("Nobody asked for it");
    }
  }

  /** A stage that only draws. */
  private static final class Stage implements TrainingStage {
    private final long steps;
    private final long broken;

    /**
     * @param broken step that cannot be drawn; 0 for none
     */
    Stage(long steps, long broken) {
      this.steps = steps;
      this.broken = broken;
    }

    @Override
    public String name() {
      return "drawing";
    }

    @Override
    public StageSettings settings() {
      return new StageSettings(steps, 7, 1e-3, 0, 1, 0, 0, 1);
    }

    @Override
    public TrainedNets<?> nets() {
      throw new AssertionError("It has none");
    }

    @Override
    public float[] initial(RandomStream random) {
      throw new AssertionError("It has none");
    }

    @Override
    public Drawn draw(RandomStream random, long step, int items) {
      if (random.equals(STREAM.child(broken).child(0))) {
        throw new IllegalStateException("no picture");
      }
      return new Part(random, step, items);
    }

    @Override
    public Map<String, Double> validate() {
      return Map.of();
    }

    @Override
    public void samples(Path folder, String name) {}
  }

  @Test
  void givesEachStepWhatItWouldHaveDrawnItself() {
    Stage stage = new Stage(40, 0);
    List<List<TrainingStage.Drawn>> taken = new ArrayList<>();
    List<List<TrainingStage.Drawn>> own = new ArrayList<>();
    try (DrawnAhead ahead = new DrawnAhead(stage, STREAM, 2, 5, 3)) {
      for (long step = 6; step <= 40; step++) {
        taken.add(ahead.take(step));
        own.add(
            List.of(
                DrawnAhead.draw(stage, STREAM, step, 0, 2),
                DrawnAhead.draw(stage, STREAM, step, 1, 2)));
      }
    }
    assertThat(taken).isEqualTo(own);
    assertThat(taken.get(0)).extracting("items").containsExactly(3, 4);
    assertThat(taken.get(34)).extracting("step").containsExactly(40L, 40L);
  }

  @Test
  void saysWhichStepCannotBeDrawn() {
    try (DrawnAhead ahead = new DrawnAhead(new Stage(40, 2), STREAM, 1, 0, 2)) {
      assertThat(ahead.take(1)).hasSize(1);
      assertThatThrownBy(() -> ahead.take(2))
          .hasMessage("Cannot train: the batch of step 2 of stage drawing cannot be drawn")
          .cause()
          .hasMessage("no picture");
    }
  }
}
