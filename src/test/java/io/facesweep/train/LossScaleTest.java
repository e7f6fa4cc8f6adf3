package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.DType;
import org.junit.jupiter.api.Test;

class LossScaleTest {
  @Test
  void onlyFloat16IsScaled() {
    assertThat(LossScale.first(DType.FLOAT16)).isEqualTo(new LossScale(65536, 0, 0));
    assertThat(LossScale.first(DType.FLOAT32)).isEqualTo(LossScale.NONE);
    assertThat(LossScale.first(DType.BFLOAT16)).isEqualTo(LossScale.NONE);
  }

  @Test
  void fallsAtAnOverflowAndStartsToCountAnew() {
    LossScale scale = new LossScale(1024, 17, 3).fallen();
    assertThat(scale).isEqualTo(new LossScale(512, 0, 4));
    assertThat(scale.canFall()).isTrue();
    assertThat(new LossScale(1, 5, 0).canFall()).isFalse();
  }

  @Test
  void risesAfterTwoThousandStepsWithoutOne() {
    LossScale scale = new LossScale(1024, 0, 3);
    for (int step = 1; step < 2000; step++) {
      scale = scale.kept();
      assertThat(scale.factor()).isEqualTo(1024);
    }
    assertThat(scale.kept()).isEqualTo(new LossScale(2048, 0, 3));
  }

  @Test
  void isReadAsItWasWritten() {
    LossScale scale = new LossScale(32768, 1234, 5);
    assertThat(LossScale.of(scale.text())).isEqualTo(scale);
  }
}
