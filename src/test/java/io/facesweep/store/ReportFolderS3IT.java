package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report on a real S3 server. */
class ReportFolderS3IT {
  @TempDir private static Path folder;

  @Test
  void aReportIsWrittenReadAndReplacedOnAnObjectStore() throws Exception {
    Path jar = Path.of(System.getProperty("s3proxy.jar", "target/s3proxy/s3proxy.jar"));
    S3Server server = new S3Server(jar, folder);
    server.createBucket();
    Configuration conf = server.configuration();
    StageStore store = StageStore.open("s3a://" + S3Server.BUCKET + "/out", conf);
    ReportFolder report = new ReportFolder(store, "night");
    for (String file :
        new String[] {"index.html", "report.css", "report.js", "stages/a/grey.jpg"}) {
      report.write(file, "x".getBytes(StandardCharsets.UTF_8));
    }
    report.retain(Set.of("index.html"));
    assertThat(report.readOfRoot("report/night/index.html")).isPresent();
    assertThat(report.readOfRoot("report/night/report.css")).isEmpty();
    assertThat(report.shown("index.html")).isEqualTo("s3a://sweeps/out/report/night/index.html");
  }
}
