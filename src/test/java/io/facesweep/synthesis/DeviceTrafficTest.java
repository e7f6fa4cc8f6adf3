package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.Traffic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often a step makes a GPU wait for a copy: a bounded number of times, whatever the batch. */
class DeviceTrafficTest {
  private static final int MAX_TO_DEVICE = 13;
  private static final int MAX_TO_HOST = 6;

  private static DeviceSteps steps;

  @BeforeAll
  static void open() {
    steps = new DeviceSteps();
  }

  @AfterAll
  static void close() {
    steps.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"GEOMETRY", "LATENT", "IMAGE"})
  void aStepCopiesLittleAndNoMoreInALargeBatch(DeviceSteps.Kind kind) {
    DeviceSteps.Counted one = steps.count(kind, 1);
    DeviceSteps.Counted eight = steps.count(kind, 8);
    assertBounded(one);
    assertBounded(eight);
    assertThat(times(eight, Traffic.Kind.TO_DEVICE)).isEqualTo(times(one, Traffic.Kind.TO_DEVICE));
    assertThat(times(eight, Traffic.Kind.TO_HOST)).isEqualTo(times(one, Traffic.Kind.TO_HOST));
  }

  private static void assertBounded(DeviceSteps.Counted counted) {
    assertThat(times(counted, Traffic.Kind.TO_DEVICE))
        .as(() -> counted.traffic().table(Traffic.Kind.TO_DEVICE, counted.steps()))
        .isPositive()
        .isLessThanOrEqualTo(MAX_TO_DEVICE);
    assertThat(times(counted, Traffic.Kind.TO_HOST))
        .as(() -> counted.traffic().table(Traffic.Kind.TO_HOST, counted.steps()))
        .isPositive()
        .isLessThanOrEqualTo(MAX_TO_HOST);
  }

  /** A step's, on average. */
  private static double times(DeviceSteps.Counted counted, Traffic.Kind kind) {
    return (double) counted.traffic().times(kind) / counted.steps();
  }
}
