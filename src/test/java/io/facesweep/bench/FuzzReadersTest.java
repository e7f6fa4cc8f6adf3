package io.facesweep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.bench.FuzzReaders.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzReadersTest {
  @TempDir Path directory;

  @Test
  void damagedFilesThatUsersBringOnlyMeetRefusals() throws IOException, InterruptedException {
    assertClean(Kind.BROUGHT, 4_000);
  }

  @Test
  void damagedFilesOfAnOutputOnlyMeetRefusals() throws IOException, InterruptedException {
    assertClean(Kind.STORED, 1_500);
  }

  private void assertClean(Set<Kind> kinds, int count) throws IOException, InterruptedException {
    Map<Kind, FuzzReaders.Result> results = new FuzzReaders(directory, 20260101).run(count, kinds);
    assertThat(results.keySet()).isEqualTo(kinds);
    results.forEach(
        (kind, result) -> {
          assertThat(result.findings()).as(kind.name()).isEmpty();
          assertThat(result.accepted() + result.refused()).as(kind.name()).isPositive();
        });
  }
}
