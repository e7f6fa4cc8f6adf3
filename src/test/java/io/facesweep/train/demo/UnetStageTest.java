package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnetStageTest {
  @Test
  void showsPairsUntilNearTheEnd() {
    assertThat(UnetStage.pairs(1, 1000, 32)).isEqualTo(6);
    assertThat(UnetStage.pairs(850, 1000, 32)).isEqualTo(6);
    assertThat(UnetStage.pairs(851, 1000, 32)).isZero();
    assertThat(UnetStage.pairs(1000, 1000, 32)).isZero();
  }

  @Test
  void showsThreeEighthsOfABatchInPairs() {
    for (int items = 1; items <= 64; items++) {
      int pairs = UnetStage.pairs(1, 1000, items);
      assertThat(2 * pairs).isLessThanOrEqualTo(items);
      assertThat(Math.abs(2 * pairs - 0.375 * items)).isLessThanOrEqualTo(1);
    }
  }
}
