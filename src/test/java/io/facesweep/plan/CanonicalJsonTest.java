package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.settings.Phases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  @Test
  void keysAreSortedAndNumbersHaveOneForm() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", List.of(1, 1.0, 1L, 0.5, -0.0, 1e-15));
    map.put("a", Map.of());
    map.put("c", List.of());
    map.put("d", Phases.TEXTURE_ONLY);
    map.put("e\"\\\n", "é\u0001");
    map.put("f", true);
    assertThat(CanonicalJson.write(map))
        .isEqualTo(
            "{\"a\":{},\"b\":[1,1,1,0.5,0,1E-15],\"c\":[],\"d\":\"texture-only\",\"e\\\"\\\\\\u000a\":\"é\\u0001\",\"f\":true}");
  }

  @Test
  void hashIsSha256OfUtf8() {
    assertThat(CanonicalJson.sha256("abc"))
        .isEqualTo("6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25");
  }

  @Test
  void rejectsWhatJsonHasNot() {
    assertThatThrownBy(() -> CanonicalJson.write(List.of(new StringBuilder("x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid value: x (expected one of JSON's)");
  }
}
