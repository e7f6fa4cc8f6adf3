package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.RemoteFiles;
import io.facesweep.store.S3Server;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a sweep when its store fails: an S3 server behind a proxy with faults, disks. */
class StoreFaultsIT {
  private static final String WRONG = "hunter3-wrong";
  private static final String ONE_BY_ONE = "spark.trials-per-task = 1";

  @TempDir private static Path shared;
  private static S3Server server;

  @TempDir private Path folder;
  private FaultProxy proxy;
  private String output;

  @BeforeAll
  static void startServer() throws Exception {
    Path jar = Path.of(System.getProperty("s3proxy.jar", "target/s3proxy/s3proxy.jar"));
    server = new S3Server(jar, shared);
    server.createBucket();
  }

  @BeforeEach
  void startProxy() throws IOException {
    proxy = new FaultProxy(server.port());
    output = "s3a://%s/%s".formatted(S3Server.BUCKET, folder.getFileName());
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
  }

  @Test
  @Tag("long")
  void aServerThatIsBusyForAWhileAndThenSlowCostsNothing() throws Exception {
    Path conf = SweepFixture.write(folder, output, ONE_BY_ONE, "a man", "a woman");
    try (SweepProcess sweep = start(conf, S3Server.SECRET, 2000)) {
      sweep.awaitThat("records", () -> records() >= 2);
      proxy.become(FaultProxy.Mode.BUSY);
      sweep.awaitThat("it is refused", () -> proxy.refused() >= 5);
      proxy.become(FaultProxy.Mode.SLOW);
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep tiny: 8 of 8 trials done, 0 failed, 0 not run")
          .doesNotContain(S3Server.SECRET);
    }
    assertWhole(8);
  }

  @Test
  void aServerThatIsGoneEndsItInOneMessageAndNothingIsLost() throws Exception {
    Path conf = SweepFixture.write(folder, output, ONE_BY_ONE, "a man", "a woman");
    long kept;
    try (SweepProcess sweep = start(conf, S3Server.SECRET, 1500)) {
      sweep.awaitThat("records", () -> records() >= 3);
      proxy.become(FaultProxy.Mode.GONE);
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      kept = records();
      assertThat(sweep.output())
          .containsPattern("Error: Cannot run stages on host \\S+: Cannot \\w+ s3a://sweeps/")
          .doesNotContain("bug in FaceSweep")
          .doesNotContain(S3Server.SECRET);
    }
    assertThat(kept).isBetween(3L, 11L);
    proxy.become(FaultProxy.Mode.PASS);
    try (SweepProcess sweep = start(conf, S3Server.SECRET, 0)) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Stages: 12, of which %d were there before".formatted(kept));
    }
    assertWhole(8);
  }

  @Test
  void wrongCredentialsEndItBeforeTheFirstTrialAndAreNotShown() throws Exception {
    Path conf = SweepFixture.write(folder, output, "", "a man");
    try (SweepProcess sweep = start(conf, WRONG, 0)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      assertThat(sweep.output())
          .contains(
              "Error: Cannot write to %s: access was denied (check the credentials and what they"
                      .formatted(output)
                  + " may do)")
          .doesNotContain(WRONG)
          .doesNotContain("Sweep tiny: ");
    }
    assertThat(records()).isZero();
  }

  @Test
  void aFullDiskEndsItInOneMessageAndNothingHalfWrittenIsReferredTo() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path conf = SweepFixture.write(folder, disk.resolve("out").toString(), "", "a man", "bulky");
    boolean isSmall =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=5m", "x", "" + disk)
                .start()
                .waitFor()
            == 0;
    try {
      List<String> limited =
          isSmall ? List.of() : List.of("bash", "-c", "ulimit -f 2048; exec \"$@\"", "limited");
      try (SweepProcess sweep = SweepProcess.start(folder, limited, Map.of(), arguments(conf, 0))) {
        assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
        assertThat(sweep.output())
            .containsPattern(
                "Error: Cannot run stages on host \\S+: Cannot write \\S+: .*(space|large)");
      }
      Path root = disk.resolve("out");
      for (Path record : SweepProcess.files(root.resolve("stages"), "record.json")) {
        assertThat(Files.readString(record)).endsWith("\n}\n");
      }
      if (isSmall) {
        run("mount", "-o", "remount,size=50m", "" + disk);
      }
      StringWriter written = new StringWriter();
      assertThat(FakeSweep.runHere(written, arguments(conf, 0))).as("%s", written).isZero();
      SweepFixture.assertWhole(root, 8);
    } finally {
      if (isSmall) {
        run("umount", "" + disk);
      }
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private SweepProcess start(Path conf, String secret, long millis) {
    Map<String, String> properties = new HashMap<>();
    settings(secret).forEach((key, value) -> properties.put("spark.hadoop.fs.s3a." + key, value));
    properties.put(BatchTask.STORE_PATIENCE, "5s");
    return SweepProcess.start(folder, properties, arguments(conf, millis));
  }

  private static String[] arguments(Path conf, long millis) {
    return new String[] {
      "fake", conf.toString(), "--master", "local[2]", "--millis", Long.toString(millis)
    };
  }

  private Map<String, String> settings(String secret) {
    Map<String, String> settings = new HashMap<>();
    settings.put("endpoint", "http://127.0.0.1:" + proxy.port());
    settings.put("endpoint.region", "us-east-1");
    settings.put("path.style.access", "true");
    settings.put("access.key", "key");
    settings.put("secret.key", secret);
    settings.put("connection.ssl.enabled", "false");
    settings.put("attempts.maximum", "3");
    settings.put("retry.limit", "3");
    settings.put("retry.interval", "200ms");
    settings.put("connection.establish.timeout", "5s");
    return settings;
  }

  /** Past the proxy. */
  private long records() {
    return RemoteFiles.list("s3a://%s/".formatted(S3Server.BUCKET), direct()).stream()
        .filter(file -> file.name().startsWith(folder.getFileName() + "/stages/"))
        .filter(file -> file.name().endsWith("record.json"))
        .count();
  }

  private static Configuration direct() {
    return server.configuration();
  }

  /** Copies the output here and looks at it; no file of it holds the secret. */
  private void assertWhole(int trials) throws Exception {
    Path copy = folder.resolve("copy");
    List<RemoteFiles.Entry> entries = RemoteFiles.list(output, direct());
    RemoteFiles.copy(output, entries, copy, direct());
    SweepFixture.assertWhole(copy, trials);
    SweepFixture.assertNoSecret(copy, S3Server.SECRET);
  }
}
