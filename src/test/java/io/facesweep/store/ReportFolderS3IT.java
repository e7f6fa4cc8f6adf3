package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A report on a real S3 server. */
class ReportFolderS3IT {
  @TempDir private static Path folder;

  @Test
  void anObjectStoreIsToldWhatPagesAre() throws Exception {
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
    assertThat(type(conf, "index.html")).isEqualTo("text/html; charset=utf-8");
    assertThat(type(conf, "report.css")).isEqualTo("text/css; charset=utf-8");
    assertThat(type(conf, "report.js")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(type(conf, "stages/a/grey.jpg")).isEqualTo("image/jpeg");
    report.retain(Set.of("index.html"));
    assertThat(report.readOfRoot("report/night/index.html")).isPresent();
    assertThat(report.readOfRoot("report/night/report.css")).isEmpty();
    assertThat(report.shown("index.html")).isEqualTo("s3a://sweeps/out/report/night/index.html");
  }

  private static String type(Configuration conf, String file) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(conf.get("fs.s3a.endpoint")))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        conf.get("fs.s3a.access.key"), conf.get("fs.s3a.secret.key"))))
            .build()) {
      return client
          .headObject(r -> r.bucket(S3Server.BUCKET).key("out/report/night/" + file))
          .contentType();
    }
  }
}
