package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tables.SampleSweep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepLogTest {
  @Test
  void stepsReadBackEqual() {
    List<StepRow> steps = List.of(SampleSweep.step(0), SampleSweep.step(1));
    assertThat(StepLog.read(StepLog.write(steps), "steps")).isEqualTo(steps);
    assertThat(StepLog.read(StepLog.write(List.of()), "steps")).isEmpty();
  }

  @Test
  void rejectsAFileCutShort() {
    byte[] bytes = StepLog.write(List.of(SampleSweep.step(0)));
    assertThatThrownBy(() -> StepLog.read(Arrays.copyOf(bytes, bytes.length - 9), "a/steps"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read a/steps: not a step curve");
  }
}
