package io.facesweep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.spark.SweepResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulation of large sweeps, at a size for every day. */
class SweepBenchIT {
  @TempDir Path folder;

  @Test
  void twoThousandTrialsArePlannedCutResumedAndTabulated() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SweepResult result =
        new SweepBench(new PrintStream(out, true, StandardCharsets.UTF_8)).run(folder, 2_000);
    assertThat(result.stages()).isEqualTo(2_500);
    assertThat(result.stagesDoneBefore()).isEqualTo(2_500);
    assertThat(result.tables().done()).isEqualTo(2_000);
    assertThat(result.tables().steps()).isEqualTo(2_500 * 8);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"trials\":2000,\"stages\":2500,");
  }
}
