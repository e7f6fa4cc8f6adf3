package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.settings.ModelRole;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  @Test
  void namesModelsAndTheFilesThatGoWithThem() {
    Fingerprints fingerprints =
        new Fingerprints(
            Map.of(ModelRole.FACE, Map.of("builtin:head", "abcdef0123456789")),
            Map.of("loras/a.safetensors", "0123456789abcdef", "old.pt", "42"));
    assertThat(fingerprints.summary())
        .isEqualTo("Models: face abcdef012345, a.safetensors 0123456789ab, old.pt 42");
  }
}
