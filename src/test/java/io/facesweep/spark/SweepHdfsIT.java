package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.HdfsServer;
import io.facesweep.store.RemoteFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep onto a real HDFS, in real processes with nothing computed. */
class SweepHdfsIT {
  /** Else clients of HDFS wait for its return for many minutes. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          BatchTask.STORE_PATIENCE,
          "5s",
          "spark.hadoop.ipc.client.connect.max.retries",
          "1",
          "spark.hadoop.dfs.client.retry.max.attempts",
          "1",
          "spark.hadoop.dfs.client.failover.max.attempts",
          "1");

  @TempDir private Path folder;

  @Test
  @Tag("long")
  void goesOnAfterItsDriverWasKilledAndEndsInOneMessageWhenTheStoreIsGone() throws Exception {
    try (HdfsServer server = new HdfsServer(folder)) {
      String output = server.uri() + "/out";
      Path conf =
          SweepFixture.write(folder, output, "spark.trials-per-task = 1", "a man", "a woman");
      try (SweepProcess sweep = start(conf, 400)) {
        sweep.awaitThat("records", () -> records(server) >= 3);
        sweep.kill();
      }
      long before = records(server);
      assertThat(before).isBetween(3L, 11L);
      try (SweepProcess sweep = start(conf, 0)) {
        assertThat(sweep.await()).as(sweep.output()).isZero();
        assertThat(sweep.output())
            .contains("Stages: 12, of which %d were there before".formatted(before))
            .contains("Sweep tiny: 8 of 8 trials done, 0 failed, 0 not run");
      }
      Path copy = folder.resolve("copy");
      RemoteFiles.copy(output, RemoteFiles.list(output, hadoop()), copy, hadoop());
      SweepFixture.assertWhole(copy, 8);
      try (SweepProcess sweep = start(conf, 1000, "-o", "sweep.seeds=[1]")) {
        sweep.awaitThat("records", () -> records(server) > 12);
        server.kill();
        assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
        assertThat(sweep.output())
            .containsPattern("Error: Cannot run stages on host \\S+: Cannot \\w+ hdfs://localhost:")
            .doesNotContain("bug in FaceSweep");
      }
    }
  }

  private SweepProcess start(Path conf, long millis, String... more) {
    Stream<String> arguments =
        Stream.of(
            "fake", conf.toString(), "--master", "local[2]", "--millis", Long.toString(millis));
    return SweepProcess.start(
        folder, IMPATIENT, Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  private static long records(HdfsServer server) {
    return RemoteFiles.list(server.uri() + "/", hadoop()).stream()
        .filter(file -> file.name().endsWith("record.json"))
        .count();
  }

  private static Configuration hadoop() {
    return new Configuration();
  }
}
