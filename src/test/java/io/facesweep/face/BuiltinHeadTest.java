package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BuiltinHeadTest {
  private static final FaceModel HEAD = FaceModels.open("builtin:head");

  @Test
  void hasFiveToTenThousandVerticesAndFiftyNamedComponents() {
    assertThat(HEAD.vertexCount()).isBetween(5_000, 10_000);
    assertThat(HEAD.identityCount()).isEqualTo(50);
    assertThat(new HashSet<>(HEAD.identityNames())).hasSize(50);
  }

  @Test
  void isClosedManifoldAndConsistentlyOriented() {
    int[] faces = HEAD.mean().faces();
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < faces.length; i++) {
      int next = i % 3 == 2 ? i - 2 : i + 1;
      edges.merge((long) faces[i] << 32 | faces[next], 1, Integer::sum);
    }
    edges.forEach(
        (edge, count) -> {
          assertThat(count).isEqualTo(1);
          assertThat(edges).containsKey(edge >>> 32 | edge << 32);
        });
  }
}
