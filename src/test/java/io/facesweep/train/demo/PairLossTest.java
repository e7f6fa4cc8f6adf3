package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairLossTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  @Test
  void anErrorThatBothShareCountsNothing() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor errors = Tensor.of(new float[] {3, -2, 3, -2}, 2, 1, 1, 2);
      Tensor latents = Tensor.of(new float[] {0, 0, 1, 0}, 2, 1, 1, 2);
      assertThat(PairLoss.of(errors, latents).item()).isEqualTo(0f, CLOSE);
    }
  }

  @Test
  void whatOneAloneHasCountsRelativeToHowThePicturesDiffer() {
    try (TensorScope scope = TensorScope.open()) {
      // Pair one differs by 2 in one of two numbers and is missed by 1; pair two by 1 and by 1.
      Tensor latents = Tensor.of(new float[] {2, 0, 0, 1, 0, 0, 0, 0}, 4, 1, 1, 2);
      Tensor errors = Tensor.of(new float[] {1, 0, 0, 1, 0, 0, 0, 0}, 4, 1, 1, 2);
      assertThat(PairLoss.of(errors, latents).item()).isEqualTo((0.25f + 1) / 2, CLOSE);
    }
  }

  @Test
  void picturesThatHardlyDifferWeighNoMoreThanTheirErrors() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor latents = Tensor.zeros(2, 1, 1, 2);
      Tensor errors = Tensor.of(new float[] {0.02f, 0, 0, 0}, 2, 1, 1, 2);
      assertThat(PairLoss.of(errors, latents).item()).isEqualTo(0.05f, CLOSE);
    }
  }

  @Test
  void textsThatLieFarEnoughApartCountNothing() {
    try (TensorScope scope = TensorScope.open()) {
      // One pair of texts of two tokens differs by 1 in one of four numbers, the other by 0.2.
      Tensor embeddings =
          Tensor.of(new float[] {1, 5, 0, 0, 0.2f, 0, 0, 7, 0, 5, 0, 0, 0, 0, 0, 7}, 4, 2, 2);
      assertThat(PairLoss.ofTexts(embeddings).item()).isEqualTo((0 + 0.8f) / 2, CLOSE);
    }
  }
}
