package io.facesweep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
  /**
   * The committed list is what results, tables and people's files rely on: a name or default
   * changes only on purpose.
   */
  @Test
  void namesAndDefaultsAreThoseOfTheCommittedList() throws IOException {
    String found =
        SettingsReference.entries().stream()
            .map(entry -> entry.key() + " = " + entry.otherwise() + "\n")
            .collect(Collectors.joining());
    try (InputStream list =
        Objects.requireNonNull(getClass().getResourceAsStream("/config/settings.txt"))) {
      assertThat(found).isEqualTo(new String(list.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void everyKeySaysWhatItMeansAndTakes() {
    for (SettingsReference.Entry entry : SettingsReference.entries()) {
      assertThat(entry.meaning()).as(entry.key()).isNotBlank();
      assertThat(entry.allowed()).as(entry.key()).isNotBlank();
      assertThat(entry.key()).matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
    }
    assertThat(SettingsReference.text())
        .contains(
            """
            trial.guidance.t-max
                largest timestep, fraction of T
                takes a number above 0, up to 1
                default 0.98
            """)
        .contains(
            """
            trial.texture.prior-weight-start
                where the schedules linear and log start
                takes a number from 0 to 1000000000
                default 20 (FaceG2E's code)
                counts where texture.prior-schedule != constant and texture.prior != none
            """);
  }

  @Test
  void thereIsASampleOfEveryKeyOfTheTrial() {
    List<String> keys = RecordKeys.TRIAL.schema().keys().stream().map(Key::path).toList();
    assertThat(SampleValues.all().keySet()).containsExactlyInAnyOrderElementsOf(keys);
  }
}
