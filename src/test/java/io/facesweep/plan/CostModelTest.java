package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.plan.CostModel.Basis;
import io.facesweep.plan.CostModel.Estimate;
import io.facesweep.settings.BatchKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final BatchKey SHAPE = BatchKey.geometry(Plans.trial("").settings());
  private static final BatchKey LONGER =
      BatchKey.geometry(Plans.trial("geometry.steps = 400").settings());

  @Test
  void knowsNothingAtFirst() {
    CostModel model = CostModel.learn(List.of());
    assertThat(model.isEmpty()).isTrue();
    assertThat(model.estimate(SHAPE, 4)).isEmpty();
  }

  @Test
  void takesTheMedianOfTheSameShapeAndSize() {
    CostModel model =
        CostModel.learn(
            List.of(new Timing(SHAPE, 4, 10), new Timing(SHAPE, 4, 100), new Timing(SHAPE, 4, 12)));
    assertThat(model.estimate(SHAPE, 4)).contains(new Estimate(12, Basis.MEASURED));
    assertThat(
            CostModel.learn(List.of(new Timing(SHAPE, 4, 10), new Timing(SHAPE, 4, 12)))
                .estimate(SHAPE, 4))
        .contains(new Estimate(11, Basis.MEASURED));
  }

  @Test
  void oneSizeGivesOthersWithAPartDoneOnceAndMoreGiveALine() {
    CostModel one = CostModel.learn(List.of(new Timing(SHAPE, 4, 9)));
    assertThat(one.estimate(SHAPE, 8)).contains(new Estimate(17, Basis.MEASURED));
    assertThat(one.estimate(SHAPE, 1)).contains(new Estimate(3, Basis.MEASURED));
    CostModel two = CostModel.learn(List.of(new Timing(SHAPE, 1, 4), new Timing(SHAPE, 4, 10)));
    assertThat(two.estimate(SHAPE, 8).orElseThrow().seconds()).isCloseTo(18, within(1e-9));
    assertThat(two.estimate(SHAPE, 2).orElseThrow().seconds()).isCloseTo(6, within(1e-9));
  }

  @Test
  void aLineThroughNoiseIsKeptToWhatCanBe() {
    CostModel steep = CostModel.learn(List.of(new Timing(SHAPE, 3, 9), new Timing(SHAPE, 4, 20)));
    assertThat(steep.estimate(SHAPE, 1)).contains(new Estimate(3, Basis.MEASURED));
    assertThat(steep.estimate(SHAPE, 8)).contains(new Estimate(40, Basis.MEASURED));
    CostModel falling = CostModel.learn(List.of(new Timing(SHAPE, 3, 9), new Timing(SHAPE, 4, 6)));
    assertThat(falling.estimate(SHAPE, 1)).contains(new Estimate(9, Basis.MEASURED));
    assertThat(falling.estimate(SHAPE, 8)).contains(new Estimate(6, Basis.MEASURED));
  }

  @Test
  void shapesNeverTimedAreRoughGuessesByTheirWork() {
    CostModel model = CostModel.learn(List.of(new Timing(SHAPE, 2, 10)));
    Estimate guess = model.estimate(LONGER, 2).orElseThrow();
    assertThat(guess.basis()).isEqualTo(Basis.EXTRAPOLATED);
    assertThat(guess.seconds()).isCloseTo(20, within(1e-9));
  }

  @Test
  void beforeAnythingIsTimedBatchesHaveTheWeightOfTheirWork() {
    CostModel none = CostModel.learn(List.of());
    assertThat(none.weight(LONGER, 2) / none.weight(SHAPE, 2)).isCloseTo(2, within(1e-9));
    assertThat(none.weight(SHAPE, 4) / none.weight(SHAPE, 1)).isCloseTo(3, within(1e-9));
    CostModel some = CostModel.learn(List.of(new Timing(SHAPE, 4, 9)));
    assertThat(some.weight(SHAPE, 4)).isEqualTo(9);
  }

  @Test
  void rejectsTimingsThatCannotBe() {
    assertThatThrownBy(() -> new Timing(SHAPE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid batch size: 0 (expected at least 1)");
    assertThatThrownBy(() -> new Timing(SHAPE, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid seconds: NaN (expected a finite number from 0)");
  }
}
