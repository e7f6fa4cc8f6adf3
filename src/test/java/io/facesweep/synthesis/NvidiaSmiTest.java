package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NvidiaSmiTest {
  private static final long MEBIBYTE = 1L << 20;

  private static final String ALIKE =
      """
      0, GPU-5a1c5b1e-0b5a-4f7e-9d7e-3c1f4f0b6a01, NVIDIA H100 80GB HBM3, 81042
      1, GPU-77e2c9d4-88aa-4c31-b0f1-2b9d6a4e5c02, NVIDIA H100 80GB HBM3, 40000
      """;
  private static final String MIXED =
      """
      0, GPU-5a1c5b1e-0b5a-4f7e-9d7e-3c1f4f0b6a01, Tesla T4, 15000
      1, GPU-77e2c9d4-88aa-4c31-b0f1-2b9d6a4e5c02, NVIDIA A100-SXM4-40GB, 40000
      """;

  @Test
  void countsGpusOfOneModelAsCudaDoes() {
    assertThat(NvidiaSmi.freeBytes(ALIKE, 0, null, null)).hasValue(81042 * MEBIBYTE);
    assertThat(NvidiaSmi.freeBytes(ALIKE, 1, null, null)).hasValue(40000 * MEBIBYTE);
    assertThat(NvidiaSmi.freeBytes(ALIKE, 2, null, null)).isEmpty();
  }

  @Test
  void followsWhatCudaWasMadeToSee() {
    assertThat(NvidiaSmi.freeBytes(ALIKE, 0, "1", null)).hasValue(40000 * MEBIBYTE);
    assertThat(NvidiaSmi.freeBytes(ALIKE, 1, "1, 0", null)).hasValue(81042 * MEBIBYTE);
    assertThat(NvidiaSmi.freeBytes(ALIKE, 1, "1", null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes(ALIKE, 0, "", null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes(ALIKE, 0, "-1", null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes(ALIKE, 0, "GPU-77E2c9d4", null)).hasValue(40000 * MEBIBYTE);
    assertThat(
            NvidiaSmi.freeBytes(ALIKE, 0, "GPU-5a1c5b1e-0b5a-4f7e-9d7e-3c1f4f0b6a01", "PCI_BUS_ID"))
        .hasValue(81042 * MEBIBYTE);
  }

  @Test
  void numbersOfDifferentModelsCountOnlyInPciOrder() {
    assertThat(NvidiaSmi.freeBytes(MIXED, 0, null, null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes(MIXED, 0, null, "FASTEST_FIRST")).isEmpty();
    assertThat(NvidiaSmi.freeBytes(MIXED, 0, null, "PCI_BUS_ID")).hasValue(15000 * MEBIBYTE);
    assertThat(NvidiaSmi.freeBytes(MIXED, 0, "GPU-77e2", null)).hasValue(40000 * MEBIBYTE);
  }

  @Test
  void readsWhatTheProgramWrites() {
    NvidiaSmi told =
        new NvidiaSmi(List.of("echo", "0, GPU-5a, Tesla T4, 15000"), Map.of("PATH", "/bin"));
    assertThat(told.freeBytes(0)).hasValue(15000 * MEBIBYTE);
    NvidiaSmi hidden =
        new NvidiaSmi(
            List.of("echo", "0, GPU-5a, Tesla T4, 15000"), Map.of("CUDA_VISIBLE_DEVICES", "1"));
    assertThat(hidden.freeBytes(0)).isEmpty();
  }

  @Test
  void withoutTheProgramMemoryIsUnknown() {
    assertThat(new NvidiaSmi(List.of("no-such-program"), Map.of()).freeBytes(0)).isEmpty();
    NvidiaSmi failing =
        new NvidiaSmi(List.of("sh", "-c", "echo 0, GPU-5a, Tesla T4, 15000; exit 9"), Map.of());
    assertThat(failing.freeBytes(0)).isEmpty();
  }

  @Test
  void whatIsNoNumberIsUnknown() {
    String unsaid = "0, GPU-5a1c5b1e, NVIDIA A100-SXM4-40GB, [N/A]";
    assertThat(NvidiaSmi.freeBytes(unsaid, 0, null, null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes(ALIKE, 0, "MIG-4f7e9d7e", null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes("No devices were found", 0, null, null)).isEmpty();
    assertThat(NvidiaSmi.freeBytes("", 0, null, null)).isEmpty();
  }
}
