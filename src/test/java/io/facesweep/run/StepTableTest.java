package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.StepRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTableTest {
  private static StepRow step(String phase, int number, Map<String, Double> terms) {
    return new StepRow(phase, number, 980, 1.5, terms, 2, 0.25, -45, 10, "front");
  }

  @Test
  void hasAColumnForEveryTermAndLeavesMissingOnesEmpty() {
    List<StepRow> steps =
        List.of(
            step("geometry", 0, Map.of("l2", 0.125, "learning-rate", 0.05)),
            step("texture", 0, Map.of("prior-weight", 3.0, "learning-rate", 0.05)));
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
}
