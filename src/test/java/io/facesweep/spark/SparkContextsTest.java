package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import java.time.Duration;
import java.util.List;
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
  void aRunInThisProcessIsForThisMachineOnly() {
    SparkConf conf = SparkContexts.conf(new SparkConf(false), CONFIG, null, "local[*]");
    assertThat(conf.get("spark.driver.host")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.authenticate")).isEqualTo("true");
    SparkConf told = new SparkConf(false).set("spark.driver.bindAddress", "10.0.0.1");
    assertThat(SparkContexts.conf(told, CONFIG, "local", "x").get("spark.driver.bindAddress"))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void theExecutorInThisProcessOutlivesAnySleepOfTheMachine() {
    String timeout = "spark.storage.blockManagerHeartbeatTimeoutMs";
    String failures = "spark.executor.heartbeat.maxFailures";
    for (String master : List.of("local", "local[2]", "local[*]")) {
      SparkConf conf = SparkContexts.conf(new SparkConf(false), CONFIG, master, "x");
      assertThat(Duration.ofMillis(conf.getTimeAsMs(timeout))).as(master).hasDays(3650);
      assertThat(conf.getInt(failures, 0)).as(master).isEqualTo(Integer.MAX_VALUE);
    }
    for (String master : List.of("yarn", "spark://host:7077", "local-cluster[2,1,1024]")) {
      SparkConf conf = SparkContexts.conf(new SparkConf(false), CONFIG, master, "x");
      assertThat(conf.contains(timeout) || conf.contains(failures)).as(master).isFalse();
    }
  }

  @Test
  void peersAuthenticateWhereSparkMakesTheSecret() {
    for (String master : List.of("yarn", "k8s://https://host:443")) {
      SparkConf conf = SparkContexts.conf(new SparkConf(false), CONFIG, master, "local[*]");
      assertThat(conf.get("spark.authenticate")).isEqualTo("true");
      assertThat(conf.contains("spark.driver.bindAddress")).isFalse();
    }
    SparkConf standalone =
        SparkContexts.conf(new SparkConf(false), CONFIG, "spark://host:7077", "local[*]");
    assertThat(standalone.contains("spark.authenticate")).isFalse();
  }

  @Test
  void theSecretThatAWorkerGivesIsTakenWhereTheClusterAsksForIt() {
    SparkConf conf =
        new SparkConf(false).setMaster("spark://host:7077").set("spark.authenticate", "true");
    SparkConf given = conf.clone().set("spark.authenticate.secret", "mine");
    SparkContexts.takeSecret(given, "hunter2");
    assertThat(given.get("spark.authenticate.secret")).isEqualTo("mine");
    for (SparkConf other :
        List.of(
            conf.clone().remove("spark.authenticate"),
            conf.clone().setMaster("yarn"),
            conf.clone().setMaster("local"))) {
      SparkContexts.takeSecret(other, "hunter2");
      assertThat(other.contains("spark.authenticate.secret")).isFalse();
    }
    SparkContexts.takeSecret(conf, null);
    assertThat(conf.contains("spark.authenticate.secret")).isFalse();
    SparkContexts.takeSecret(conf, "hunter2");
    assertThat(conf.get("spark.authenticate.secret")).isEqualTo("hunter2");
  }

  @Test
  void warnsOfSecretsOnAStandaloneClusterWithoutAuthentication() {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("spark://host:7077")
            .set("spark.hadoop.fs.s3a.secret.key", "hunter2");
    assertThat(SparkContexts.warnings(conf))
        .singleElement()
        .asString()
        .contains("can read spark.hadoop.fs.s3a.secret.key")
        .doesNotContain("hunter2");
    assertThat(SparkContexts.warnings(conf.clone().set("spark.authenticate", "true"))).isEmpty();
    assertThat(SparkContexts.warnings(conf.clone().setMaster("local[*]"))).isEmpty();
    assertThat(SparkContexts.warnings(conf.clone().remove("spark.hadoop.fs.s3a.secret.key")))
        .isEmpty();
  }

  @Test
  void sparkHidesInItsLogsWhatWeHide() {
    SparkConf conf = SparkContexts.conf(new SparkConf(false), CONFIG, null, "local[*]");
    assertThat(conf.get("spark.redaction.regex")).contains("encryption").contains("passphrase");
  }

  @Test
  void rejectsAMasterThatIsNone() {
    assertThatThrownBy(() -> SparkContexts.start(CONFIG, "nosuch", "local[*]"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot start Spark at nosuch: ");
  }
}
