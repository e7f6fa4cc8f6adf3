package io.facesweep.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import org.junit.jupiter.api.Test;

class YuvMappingTest {
  @Test
  void greyHasNoColourDifference() {
    try (TensorScope scope = TensorScope.open()) {
      float[] yuv = YuvMapping.toCodecRange(Tensor.full(0.3, 1, 3, 1, 1)).toFloats();
      assertThat(yuv[0]).isCloseTo(0.3f, within(1e-6f));
      assertThat(yuv[1]).isCloseTo(0.5f, within(1e-6f));
      assertThat(yuv[2]).isCloseTo(0.5f, within(1e-6f));
    }
  }

  @Test
  void anImageComesBack() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor rgb = Tensor.of(new float[] {0, 1, 0.2f, 1, 0.5f, 0.7f}, 1, 3, 1, 2);
      float[] back = YuvMapping.toRgb(YuvMapping.toCodecRange(rgb)).toFloats();
      assertThat(back).containsExactly(rgb.toFloats(), within(2e-3f));
    }
  }
}
