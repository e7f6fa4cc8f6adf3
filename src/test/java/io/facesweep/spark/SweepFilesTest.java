package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFilesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = SweepFixture.write(folder, "out", "", "a man");
  }

  private static SparkConf conf() {
    return new SparkConf(false);
  }

  @Test
  void readsAFileAndAUri() {
    assertThat(SweepFiles.load(file.toString(), List.of("sweep.name=x"), conf()).sweep().name())
        .isEqualTo("x");
    assertThat(SweepFiles.load(file.toUri().toString(), List.of(), conf()))
        .isEqualTo(SweepFiles.load(file.toString(), List.of(), conf()));
  }

  @Test
  void findsWhatSparkSubmitShipped() {
    SparkConf shipped = conf().set("spark.files", "hdfs://h/other.conf, " + file.toUri());
    assertThat(SweepFiles.load("sweep.conf", List.of(), shipped).sweep().name()).isEqualTo("tiny");
    SparkConf renamed = conf().set("spark.yarn.dist.files", file.toUri() + "#night.conf");
    assertThat(SweepFiles.load("night.conf", List.of(), renamed).sweep().name()).isEqualTo("tiny");
  }

  @Test
  void rejectsWhatIsNowhere() {
    assertThatThrownBy(() -> SweepFiles.load("none.conf", List.of(), conf()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read configuration none.conf: there is no such file (in cluster mode ship it"
                + " with --files, or name it by an s3a: or hdfs: URI)");
    assertThatThrownBy(
            () -> SweepFiles.load(folder.resolve("no.conf").toUri().toString(), List.of(), conf()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read ")
        .hasMessageContaining("no.conf");
  }

  @Test
  void aConfigurationFromAfarNamesItsPlaceAndIncludesNothing() throws IOException {
    String uri = file.toUri().toString();
    Files.writeString(file, "sweep { nam = x }\n");
    assertThatThrownBy(() -> SweepFiles.load(uri, List.of(), conf()))
        .hasMessageContaining(uri + ":1: Invalid key: sweep.nam ");
    Files.writeString(file, "include \"more\"\n");
    assertThatThrownBy(() -> SweepFiles.load(uri, List.of(), conf()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot include more in configuration %s: only local files may include others"
                .formatted(uri));
  }
}
