package io.facesweep.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.metrics.SmallPicture;
import io.facesweep.store.StoredTrial;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellDiversityTest {
  private final CellDiversity.Sums sums = new CellDiversity.Sums();

  private static StoredTrial trial(String prompt, long seed, String level) {
    return new StoredTrial(
        0, "id", prompt, prompt, seed, Map.of("a", level), Map.of(), null, null, null);
  }

  /** A picture of one grey, 0 to 255. */
  private static String grey(int value) {
    byte[] bytes = new byte[SmallPicture.VALUES];
    Arrays.fill(bytes, (byte) value);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void differencesAreThoseOfAllPairs() {
    // one: 0, 0.2; two: 0.6, 1; between: 0.6, 1, 0.4, 0.8
    sums.add(trial("one", 0, "on"), grey(0));
    sums.add(trial("one", 1, "on"), grey(51));
    sums.add(trial("two", 0, "on"), grey(153));
    sums.add(trial("two", 1, "on"), grey(255));
    CellDiversity cell = sums.cells().get(0);
    assertThat(cell.factors()).isEqualTo(Map.of("a", "on"));
    assertThat(cell.trials()).isEqualTo(4);
    assertThat(cell.prompts()).isEqualTo(2);
    assertThat(cell.amongPrompts())
        .isCloseTo(Math.sqrt((0.36 + 1 + 0.16 + 0.64) / 4), within(1e-9));
    assertThat(cell.amongSeeds()).isCloseTo(Math.sqrt((0.04 + 0.16) / 2), within(1e-9));
  }

  @Test
  void oneFaceForAllHasNoDiversityAndLevelsAreApart() {
    for (int prompt = 0; prompt < 5; prompt++) {
      for (int seed = 0; seed < 3; seed++) {
        sums.add(trial("prompt " + prompt, seed, "same"), grey(100));
        sums.add(trial("prompt " + prompt, seed, "other"), grey(51 * prompt));
      }
    }
    assertThat(sums.cells()).extracting(CellDiversity::trials).containsExactly(15, 15);
    CellDiversity same = sums.cells().get(0);
    assertThat(same.amongPrompts()).isCloseTo(0, within(1e-6));
    assertThat(same.amongSeeds()).isCloseTo(0, within(1e-6));
    CellDiversity other = sums.cells().get(1);
    assertThat(other.amongPrompts())
        .as("pairs a step of 0.2 apart and more")
        .isCloseTo(Math.sqrt((4 * 0.04 + 3 * 0.16 + 2 * 0.36 + 0.64) / 10), within(1e-6));
    assertThat(other.amongSeeds()).isCloseTo(0, within(1e-6));
  }

  @Test
  void onePromptOrOneSeedHasNoPairs() {
    sums.add(trial("one", 0, "on"), grey(0));
    CellDiversity cell = sums.cells().get(0);
    assertThat(cell.amongPrompts()).isNaN();
    assertThat(cell.amongSeeds()).isNaN();
  }

  @Test
  void whatIsNoPictureIsLeftOut() {
    for (String text : List.of("", "AAAA", "no base64!")) {
      sums.add(trial("one", 0, "on"), text);
    }
    assertThat(sums.cells()).isEmpty();
  }
}
