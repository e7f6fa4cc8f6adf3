package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverExitTest {
  private static final String MASTER = "spark.master";
  private static final String MODE = "spark.submit.deployMode";

  @AfterEach
  void forget() {
    System.clearProperty(MASTER);
    System.clearProperty(MODE);
  }

  @Test
  void theApplicationMasterOfYarnIsToldAndNotEnded() throws Exception {
    System.setProperty(MASTER, "yarn");
    System.setProperty(MODE, "cluster");
    DriverExit.exit(0);
    assertThatThrownBy(() -> DriverExit.exit(3))
        .isInstanceOf(SparkUserAppException.class)
        .hasMessage("User application exited with 3");
  }

  @Test
  void onlyYarnsClusterModeRunsItThere() {
    assertThat(DriverExit.isApplicationMaster("yarn", "cluster")).isTrue();
    assertThat(DriverExit.isApplicationMaster("yarn", "client")).isFalse();
    assertThat(DriverExit.isApplicationMaster("spark://host:7077", "cluster")).isFalse();
    assertThat(DriverExit.isApplicationMaster("", "")).isFalse();
  }
}
