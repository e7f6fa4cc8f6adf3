package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.Objective;
import io.facesweep.settings.ViewConditioning;
import io.facesweep.tensor.DeviceDouble;
import io.facesweep.tensor.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial by each objective on a device that is not there, where no two devices' tensors meet. */
class DeviceObjectivesTest {
  /** How each objective is told of views; some take no other way than the usual one. */
  private static final Map<Objective, ViewConditioning> TOLD =
      Map.of(
          Objective.SDS, ViewConditioning.NONE,
          Objective.CSD, ViewConditioning.INTERPOLATED,
          Objective.NFSD, ViewConditioning.PERP_NEG,
          Objective.BRIDGE, ViewConditioning.SUFFIX,
          Objective.ISM, ViewConditioning.INTERPOLATED,
          Objective.SDI, ViewConditioning.SUFFIX,
          Objective.ASD, ViewConditioning.PERP_NEG);

  private static DeviceDouble device;
  private static LoadedModels loaded;

  @BeforeAll
  static void open() {
    device = DeviceDouble.open();
    loaded = GoldenModels.open(Dtype.FLOAT32, Dtype.AUTO, DeviceDouble.DEVICE);
  }

  @AfterAll
  static void close() {
    loaded.close();
    device.close();
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void everyObjectiveAndWayToTellOfViews(Objective objective) {
    ViewConditioning conditioning = Objects.requireNonNull(TOLD.get(objective));
    TrialSpec trial =
        new TrialSpec(
            "t0",
            "a man",
            0,
            TrialValues.settings(
                """
                guidance.objective = %s
                views { conditioning = %s, geometry.preset = full-turn, texture.preset = full-turn }
                geometry { steps = 2, resolution = 32, encode-resolution = 32 }
                texture { steps = 3, latent-steps = 1, resolution = 32, render-resolution = 32 }
                """
                    .formatted(Declaration.text(objective), Declaration.text(conditioning))));
    device.traffic().clear();
    List<TrialResult> results =
        new Synthesis(loaded.models(), SynthesisOptions.PLAIN, StepListener.NONE)
            .run(List.of(trial));
    assertThat(results).singleElement().isInstanceOf(TrialResult.Completed.class);
    TrialResult.Completed result = (TrialResult.Completed) results.get(0);
    assertThat(result.steps()).hasSize(2 + 3);
    TextureOutcome texture = Objects.requireNonNull(result.texture());
    for (float[] numbers : List.of(result.geometry().coefficients(), texture.albedo())) {
      for (float number : numbers) {
        assertThat(number).isFinite();
      }
    }
    assertThat(device.traffic().times(Traffic.Kind.CALL)).isPositive();
    assertThat(device.traffic().times(Traffic.Kind.TO_DEVICE)).isPositive();
  }

  @Test
  void everyWayToTellOfViewsHasItsObjective() {
    assertThat(TOLD.values()).contains(ViewConditioning.values());
  }
}
