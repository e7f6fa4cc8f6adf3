package io.facesweep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzReadersTest {
  @TempDir Path directory;

  @Test
  void twoThousandDamagedFilesOnlyMeetRefusals() throws IOException, InterruptedException {
    Map<FuzzReaders.Kind, FuzzReaders.Result> results =
        new FuzzReaders(directory, 20260101).run(2_000);
    assertThat(results).containsOnlyKeys(FuzzReaders.Kind.values());
    results.forEach(
        (kind, result) -> {
          assertThat(result.findings()).as(kind.name()).isEmpty();
          if (kind != FuzzReaders.Kind.CONFIG_VALUES) {
            assertThat(result.refused()).as(kind.name()).isGreaterThan(result.inputs() / 4);
          }
        });
  }
}
