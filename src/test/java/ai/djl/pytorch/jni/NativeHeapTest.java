package ai.djl.pytorch.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory of tensors that were freed is taken again by others. */
class NativeHeapTest {
  private static final Path STATISTICS = Path.of("/proc/thread-self/stat");

  private static final int PAGE = 4096;
  private static final int TENSORS = 32;
  private static final int MEBIBYTES = 4;
  private static final int ROUNDS = 20;

  @Test
  void tensorsTakeThePagesOfThoseThatWereFreed() throws IOException {
    TorchBridge.loadEngine();
    assumeTrue(
        Files.exists(STATISTICS) && NativeHeap.keepFreedMemory(),
        "only on Linux with glibc, and where the environment says nothing of malloc");
    for (int i = 0; i < 3; i++) {
      fill(); // takes the pages
    }
    long before = pageFaults();
    for (int i = 0; i < ROUNDS; i++) {
      fill();
    }
    long pages = (long) ROUNDS * TENSORS * (MEBIBYTES << 20) / PAGE;
    assertThat(pageFaults() - before).isLessThan(pages / 20);
  }

  @Test
  void memoryIsGivenBackWhenAskedFor() throws IOException {
    TorchBridge.loadEngine();
    assumeTrue(
        Files.exists(STATISTICS) && NativeHeap.keepFreedMemory(),
        "only on Linux with glibc, and where the environment says nothing of malloc");
    fill();
    NativeHeap.giveBack();
    long before = pageFaults();
    fill();
    assertThat(pageFaults()).isGreaterThan(before);
  }

  @ParameterizedTest
  @CsvSource({
    "MALLOC_MMAP_THRESHOLD_, 131072, true",
    "MALLOC_TRIM_THRESHOLD_, 131072, true",
    "MALLOC_TOP_PAD_, 0, true",
    "GLIBC_TUNABLES, glibc.malloc.trim_threshold=131072, true",
    "GLIBC_TUNABLES, glibc.rtld.nns=4, false",
    "MALLOC_ARENA_MAX, 2, false",
  })
  void leavesWhatTheUserHasSet(String name, String value, boolean isSet) {
    assertThat(NativeHeap.isSetByUser(Map.of(name, value))).isEqualTo(isSet);
  }

  /** Writes tensors that are there together, and frees them. */
  private static void fill() {
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < TENSORS; i++) {
        Tensor.ones(MEBIBYTES, 1 << 18);
      }
    }
  }

  /** Pages that this thread was given so far: field 10, where the name in brackets is the 2nd. */
  private static long pageFaults() throws IOException {
    String line = Files.readString(STATISTICS);
    return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ")[7]);
  }
}
