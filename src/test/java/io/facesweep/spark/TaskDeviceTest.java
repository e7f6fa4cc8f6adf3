package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.settings.Dtype;
import io.facesweep.tensor.Device;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TaskDeviceTest {
  private static final Device GPU = new Device(0);

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }

  private static Dtype automatic(SparkConf conf, Device local) {
    return TaskDevice.automatic(conf, () -> local);
  }

  @Test
  void oneProcessComputesInTheFormatOfItsOwnDevice() {
    assertThat(automatic(conf("local[*]"), GPU)).isEqualTo(Dtype.FLOAT16);
    assertThat(automatic(conf("local"), Device.CPU)).isEqualTo(Dtype.FLOAT32);
  }

  @Test
  void aClusterComputesOnGpusOnlyIfTasksAskForThem() {
    SparkConf plain = conf("spark://host:7077");
    assertThat(automatic(plain, GPU)).isEqualTo(Dtype.FLOAT32);
    SparkConf asking = plain.clone().set("spark.task.resource.gpu.amount", "1");
    assertThat(automatic(asking, Device.CPU)).isEqualTo(Dtype.FLOAT16);
  }

  @Test
  void theCpuIsTheCpuWhateverSparkGives() {
    SparkConf conf = conf("local[1]").set(TaskDevice.SETTING, "cpu");
    assertThat(automatic(conf, GPU)).isEqualTo(Dtype.FLOAT32);
  }
}
