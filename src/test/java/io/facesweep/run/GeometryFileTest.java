package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GeometryFileTest {
  @Test
  void coefficientsReadBackToTheLastBit() {
    float[] values = {0, -1.5f, 1 / 3f, Float.MIN_VALUE, 3.4028235e38f};
    assertThat(GeometryFile.read(GeometryFile.write(values), "x")).containsExactly(values);
  }

  @Test
  void rejectsAFileWithoutCoefficients() {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);
    for (String text :
        new String[] {
          "",
          "{}",
          "[]",
          "{\"components\": 1}",
          "{\"components\": [{}]}",
          "{\"components\": [{\"value\": []}]}",
          "{\"components\": [{\"value\": " + deep + "}]}"
        }) {
      assertThatThrownBy(
              () -> GeometryFile.read(text.getBytes(StandardCharsets.UTF_8), "a/coefficients.json"))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot read a/coefficients.json: it has no coefficients");
    }
  }

  @Test
  void rejectsNumbersThatAreNotFinite() {
    for (String number : new String[] {"\"NaN\"", "\"-Infinity\"", "1e39"}) {
      byte[] content =
          "{\"components\": [{\"value\": 1}, {\"value\": %s}]}"
              .formatted(number)
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> GeometryFile.read(content, "a/coefficients.json"))
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "Cannot read a/coefficients.json: coefficient 1 is (NaN|-?Infinity) \\(expected a"
                  + " finite number\\)");
    }
  }
}
