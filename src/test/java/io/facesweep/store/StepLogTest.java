package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tables.SampleSweep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "{}", "%s %s", "%s\n\n%s", "%s\n]", "[%s]", "%s,", "{'a':1}"})
  void rejectsLinesThatAreNoSteps(String lines) throws IOException {
    String step = line(SampleSweep.step(0));
    String text = lines.replace("%s", step) + "\n";
    assertThatThrownBy(() -> StepLog.read(gzip(text), "a/steps"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read a/steps: not a step curve");
  }

  @Test
  void aLastLineNeedsNoEnd() throws IOException {
    List<StepRow> steps = List.of(SampleSweep.step(0), SampleSweep.step(1));
    String text = line(steps.get(0)) + "\n" + line(steps.get(1));
    assertThat(StepLog.read(gzip(text), "steps")).isEqualTo(steps);
  }

  private static String line(StepRow step) throws IOException {
    byte[] log = StepLog.write(List.of(step));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(log))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
