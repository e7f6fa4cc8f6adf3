package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.SynthesisPhase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTableTest {
  private static StepRecord step(SynthesisPhase phase, int number, Map<String, Double> terms) {
    return new StepRecord(phase, number, 980, 1.5, terms, 2, 0.25, -45, 10, "front");
  }

  @Test
  void hasAColumnForEveryTermAndLeavesMissingOnesEmpty() {
    List<StepRecord> steps =
        List.of(
            step(SynthesisPhase.GEOMETRY, 0, Map.of("l2", 0.125, "learning-rate", 0.05)),
            step(SynthesisPhase.TEXTURE, 0, Map.of("prior-weight", 3.0, "learning-rate", 0.05)));
    assertThat(StepTable.csv(steps))
        .isEqualTo(
            """
            phase,step,timestep,gradient_norm,non_finite,seconds,azimuth,elevation,view,l2,learning_rate,prior_weight
            geometry,0,980,1.5,2,0.25,-45.0,10.0,front,0.125,0.05,
            texture,0,980,1.5,2,0.25,-45.0,10.0,front,,0.05,3.0
            """);
  }

  @Test
  void isAHeaderWithoutSteps() {
    assertThat(StepTable.csv(List.of()).lines()).hasSize(1);
  }

  @Test
  void writesArraysAsNumpyReadsThem() {
    byte[] file = NumpyFile.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat(file.length).isEqualTo(128 + 24);
    assertThat(new String(file, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
    assertThat(new String(file, 10, 117, StandardCharsets.US_ASCII).strip())
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3,), }");
    assertThat(file[127]).isEqualTo((byte) '\n');
    ByteBuffer values = ByteBuffer.wrap(file, 128, 24).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(values.getFloat(128 + 20)).isEqualTo(6);
    assertThatThrownBy(() -> NumpyFile.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid array: 5 values for shape [2, 3]");
  }
}
