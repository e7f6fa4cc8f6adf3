package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkContextsTest {
  private static final SweepConfig CONFIG =
      SweepConfig.parse(
          """
          sweep { name = tiny, prompts = [a] }
          models.diffusion = none
          output.uri = out
          spark.conf { "spark.executor.cores" = 3, "fs.s3a.endpoint" = "http://x" }
          """);

  @Test
  void hadoopsSettingsAreToldBySpark() {
    SparkConf conf = SparkContexts.conf(new SparkConf(false), CONFIG, null, "local[*]");
    assertThat(conf.get("spark.executor.cores")).isEqualTo("3");
    assertThat(conf.get("spark.hadoop.fs.s3a.endpoint")).isEqualTo("http://x");
    assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    assertThat(conf.get("spark.app.name")).isEqualTo("facesweep tiny");
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
  }

  @Test
  void sparkSubmitComesFirst() {
    SparkConf submitted =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.cores", "7")
            .set("spark.ui.enabled", "true");
    SparkConf conf = SparkContexts.conf(submitted, CONFIG, null, "local[*]");
    assertThat(conf.get("spark.master")).isEqualTo("yarn");
    assertThat(conf.get("spark.executor.cores")).isEqualTo("7");
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("true");
    assertThat(SparkContexts.conf(submitted, CONFIG, "local[2]", "x").get("spark.master"))
        .isEqualTo("local[2]");
  }

  @Test
  void rejectsAMasterThatIsNone() {
    assertThatThrownBy(() -> SparkContexts.start(CONFIG, "nosuch", "local[*]"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot start Spark at nosuch: ");
  }
}
