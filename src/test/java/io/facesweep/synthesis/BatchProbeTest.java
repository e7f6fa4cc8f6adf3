package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchProbeTest {
  private static final SynthesisModels MODELS =
      Toys.models(new ToyScoreModel(), new ToyCodec(1), Toys.ball());

  @BeforeEach
  @AfterEach
  void chooseUsualKernels() {
    BatchKernels.use(BatchKernels.WHOLE);
  }

  @Test
  void leavesKernelsThatTreatItemsAlike() {
    new BatchProbe(MODELS, 3).attempt(new Object(), List.of(), BatchProbeTest::places);
    assertThat(BatchKernels.current()).isEqualTo(BatchKernels.WHOLE);
  }

  @Test
  void goesItemByItemWhereABatchRoundsDifferently() {
    new BatchProbe(MODELS, 3)
        .attempt(
            new Object(), List.of(), rows -> List.of(places(rows).get(0).add(1e-3 * rows.length)));
    assertThat(BatchKernels.current()).isEqualTo(BatchKernels.APART);
  }

  @Test
  void triesEachSizeOnce() {
    Object net = new Object();
    int[] calls = {0};
    for (int i = 0; i < 2; i++) {
      new BatchProbe(MODELS, 3)
          .attempt(
              net,
              List.of(3, 8),
              rows -> {
                calls[0]++;
                return places(rows);
              });
    }
    assertThat(calls[0]).isEqualTo(1 + 3);
  }

  @Test
  void hasNothingToTryOfOneTrial() {
    new BatchProbe(MODELS, 1)
        .attempt(
            new Object(),
            List.of(),
            rows -> {
              throw new AssertionError("tried");
            });
    assertThat(BatchKernels.current()).isEqualTo(BatchKernels.WHOLE);
  }

  private static List<Tensor> places(int... rows) {
    float[] values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = rows[i];
    }
    return List.of(Tensor.of(values, rows.length, 1));
  }
}
