package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report on a real S3 server. */
class ReportFolderS3IT {
  @TempDir private static Path folder;
  private static S3Server server;

  @BeforeAll
  static void startServer() throws Exception {
    Path jar = Path.of(System.getProperty("s3proxy.jar", "target/s3proxy/s3proxy.jar"));
    server = new S3Server(jar, folder);
    server.createBucket();
  }

  @Test
  void aReportIsWrittenReadAndReplacedOnAnObjectStore() {
    try (ReportFolder report = new ReportFolder(open(server.configuration()), "night")) {
      for (String file :
          new String[] {"index.html", "report.css", "report.js", "stages/a/grey.jpg"}) {
        report.write(file, new byte[] {'x'});
      }
      report.finish();
      assertThat(report.shown("index.html")).isEqualTo("s3a://sweeps/out/report/night/index.html");
    }
    Storage storage = open(server.configuration()).storage();
    storage.write(storage.resolve("report/night/stages/a/notes.md"), new byte[] {'n'});
    try (ReportFolder report = new ReportFolder(open(server.configuration()), "night")) {
      report.write("index.html", new byte[] {'y'});
      report.finish();
    }
    assertThat(exists(storage, "index.html")).isTrue();
    assertThat(exists(storage, "report.css")).isFalse();
    assertThat(exists(storage, "stages/a/grey.jpg")).isFalse();
    assertThat(exists(storage, "stages/a/notes.md")).isTrue();
  }

  @Test
  void browsersAreToldWhatEveryFileIs() {
    Configuration conf = server.configuration();
    StageStore store = open(conf);
    try (ReportFolder report = new ReportFolder(store, "day")) {
      report.write("index.html", new byte[] {'x'});
      report.write("report.css", new byte[] {'x'});
      report.write("stages/a/head.js", new byte[] {'x'});
      report.write("stages/a/grey.jpg", new byte[] {'x'});
      report.write("notebooks/cost.ipynb", new byte[] {'x'});
    }
    assertThat(server.mediaType("out/report/day/index.html")).isEqualTo("text/html;charset=utf-8");
    assertThat(server.mediaType("out/report/day/report.css")).isEqualTo("text/css;charset=utf-8");
    assertThat(server.mediaType("out/report/day/stages/a/head.js"))
        .isEqualTo("text/javascript;charset=utf-8");
    assertThat(server.mediaType("out/report/day/stages/a/grey.jpg")).isEqualTo("image/jpeg");
    assertThat(server.mediaType("out/report/day/notebooks/cost.ipynb"))
        .isEqualTo("application/x-ipynb+json");
    // the caller's settings, and what else is written, are as they were
    assertThat(conf.get("fs.s3a.audit.execution.interceptors", "")).isEmpty();
    store.storage().write(store.storage().resolve("plain.html"), new byte[] {'x'});
    assertThat(server.mediaType("out/plain.html")).isEqualTo("application/octet-stream");
  }

  @Test
  void filesOfManyPartsHaveTheirMediaTypeToo() {
    Configuration conf = server.configuration();
    conf.set("fs.s3a.multipart.size", "5M");
    try (ReportFolder report = new ReportFolder(open(conf), "large")) {
      report.write("stages/a/head.js", new byte[11 << 20]);
    }
    assertThat(server.mediaType("out/report/large/stages/a/head.js"))
        .isEqualTo("text/javascript;charset=utf-8");
  }

  private static boolean exists(Storage storage, String file) {
    return storage.exists(storage.resolve("report/night/" + file));
  }

  private static StageStore open(Configuration conf) {
    return StageStore.open("s3a://" + S3Server.BUCKET + "/out", conf);
  }
}
