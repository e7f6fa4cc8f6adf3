package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairTableTest {
  @Test
  void numbersAreThoseOfAMap() {
    Random random = new Random(7);
    PairTable table = new PairTable();
    Map<Integer, Integer> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      int key = random.nextInt(30_000) * (i % 2 == 0 ? 1 : 2048);
      int known = expected.getOrDefault(key, expected.size());
      assertThat(table.find(key, expected.size())).isEqualTo(known);
      expected.put(key, known);
    }
    assertThat(expected.size()).isGreaterThan(20_000);
  }
}
