package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuBindingTest {
  @Test
  void anAddressIsAnOrdinal() {
    assertThat(GpuBinding.index(List.of("3"), null)).isEqualTo(3);
    assertThat(GpuBinding.index(List.of("3"), " ")).isEqualTo(3);
  }

  @Test
  void cudaCountsWhatIsVisible() {
    assertThat(GpuBinding.index(List.of("6"), "4, 6")).isEqualTo(1);
    assertThat(GpuBinding.index(List.of("GPU-ab"), "GPU-cd,GPU-ab")).isEqualTo(1);
    assertThat(GpuBinding.index(List.of("0"), "5")).isZero();
  }

  @Test
  void rejectsWhatIsNotOneGpu() {
    assertThatThrownBy(() -> GpuBinding.index(List.of("0", "1"), null))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot bind a task to a GPU: it was given [0, 1] (expected one; set"
                + " spark.task.resource.gpu.amount=1)");
    assertThatThrownBy(() -> GpuBinding.index(List.of("card-a"), null))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot bind a task to GPU 'card-a': its address is no number (check the discovery"
                + " script)");
  }
}
