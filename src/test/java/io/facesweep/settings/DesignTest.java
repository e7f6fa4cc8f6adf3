package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DesignTest {
  private static final DesignAxis DEPTH = new DesignAxis("depth", List.of("off", "on"), 0);
  private static final DesignAxis PRIOR =
      new DesignAxis("prior", List.of("none", "canny", "unet"), 0);

  @Test
  void fullCrossesAllAndTheFirstVariesSlowest() {
    assertThat(rows(Design.FULL, List.of(DEPTH, PRIOR)))
        .containsExactly("0 0", "0 1", "0 2", "1 0", "1 1", "1 2");
    assertThat(rows(Design.FULL, List.of())).containsExactly("");
    List<DesignAxis> many =
        IntStream.range(0, 70).mapToObj(i -> new DesignAxis("a" + i, DEPTH.levels(), 0)).toList();
    assertThat(Design.FULL.size(many)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void oneFactorLeavesTheBaselineInOneAxis() {
    assertThat(rows(Design.ONE_FACTOR, List.of(DEPTH, PRIOR)))
        .containsExactly("0 0", "1 0", "0 1", "0 2");
    DesignAxis middle = new DesignAxis("prior", PRIOR.levels(), 1);
    assertThat(rows(Design.ONE_FACTOR, List.of(DEPTH, middle)))
        .containsExactly("0 1", "1 1", "0 0", "0 2");
  }

  @Test
  void leaveOneOutLeavesAllTogetherInOneAxis() {
    assertThat(rows(Design.LEAVE_ONE_OUT, List.of(DEPTH, PRIOR)))
        .containsExactly("1 2", "0 2", "1 0", "1 1");
    DesignAxis last = new DesignAxis("prior", PRIOR.levels(), 2);
    assertThat(rows(Design.LEAVE_ONE_OUT, List.of(DEPTH, last)))
        .containsExactly("1 1", "0 1", "1 0", "1 2");
    assertThat(Design.LEAVE_ONE_OUT.answers(List.of(DEPTH, PRIOR)).get(0))
        .endsWith("with the other factors as here: depth = on, prior = unet");
  }

  @Test
  void aHalfOfFourFactorsIsTheOneOfTheBooks() {
    assertThat(rows(Design.FRACTIONAL, twoLevels(4)))
        .containsExactly(
            "0 0 0 0", "0 0 1 1", "0 1 0 1", "0 1 1 0", "1 0 0 1", "1 0 1 0", "1 1 0 0", "1 1 1 1");
    assertThat(Design.FRACTIONAL.answers(twoLevels(4)))
        .containsExactly(
            "each factor's level against its baseline, over 8 of 16 combinations (resolution 4)",
            "it cannot tell apart: a x b and c x d; a x c and b x d; a x d and b x c");
    assertThat(Design.FRACTIONAL.aliases(List.of("a", "b", "c", "d"), 0, 1))
        .containsExactly("c x d");
    assertThat(Design.FRACTIONAL.aliases(List.of("a", "b", "c", "d"), 2, -1)).isEmpty();
  }

  @Test
  void aHalfOfThreeConfusesEachFactorWithAnInteraction() {
    assertThat(Design.FRACTIONAL.answers(twoLevels(3)))
        .containsExactly(
            "each factor's level against its baseline, over 4 of 8 combinations (resolution 3)",
            "it cannot tell apart: a and b x c; b and a x c; c and a x b");
    assertThat(Design.FRACTIONAL.aliases(List.of("a", "b", "c"), 0, -1)).containsExactly("b x c");
  }

  @Test
  void aHalfOfFiveTellsInteractionsApart() {
    assertThat(Design.FRACTIONAL.size(twoLevels(5))).isEqualTo(16);
    assertThat(Design.FRACTIONAL.answers(twoLevels(5)).get(1))
        .startsWith("it tells all interactions of two factors apart");
  }

  @Test
  void everyFractionIsBalancedHoldsTheBaselineAndKeepsFactorsApart() {
    for (int factors = 4; factors <= 17; factors++) {
      List<DesignAxis> axes = twoLevels(factors);
      List<int[]> rows = new ArrayList<>();
      for (long i = 0; i < Design.FRACTIONAL.size(axes); i++) {
        rows.add(Design.FRACTIONAL.row(axes, i));
      }
      assertThat(rows.get(0)).containsOnly(0);
      for (int a = 0; a < factors; a++) {
        for (int b = a + 1; b < factors; b++) {
          int[] counts = new int[4];
          for (int[] row : rows) {
            counts[2 * row[a] + row[b]]++;
          }
          assertThat(counts).containsOnly(rows.size() / 4);
          for (int c = b + 1; c < factors; c++) {
            int[] parities = new int[2];
            for (int[] row : rows) {
              parities[row[a] ^ row[b] ^ row[c]]++;
            }
            assertThat(parities).as("%d factors", factors).containsOnly(rows.size() / 2);
          }
        }
      }
    }
    assertThat(Design.FRACTIONAL.size(twoLevels(8))).isEqualTo(16);
    assertThat(Design.FRACTIONAL.size(twoLevels(9))).isEqualTo(32);
    assertThat(Design.FRACTIONAL.size(twoLevels(16))).isEqualTo(32);
    assertThat(Design.FRACTIONAL.size(twoLevels(17))).isEqualTo(64);
  }

  @Test
  void refusesAxesThatAFractionCannotHave() {
    assertThat(Design.FRACTIONAL.refusal(List.of(DEPTH, PRIOR, DEPTH)))
        .hasValue("axes of 2 levels each, and prior has 3");
    assertThat(Design.FRACTIONAL.refusal(twoLevels(2))).hasValue("3 to 32 axes, and there are 2");
    assertThat(Design.ONE_FACTOR.refusal(List.of())).hasValue("full where there are no axes");
    assertThat(Design.FULL.refusal(List.of())).isEmpty();
  }

  private static List<DesignAxis> twoLevels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new DesignAxis("" + (char) ('a' + i), List.of("off", "on"), 0))
        .toList();
  }

  private static List<String> rows(Design design, List<DesignAxis> axes) {
    List<String> rows = new ArrayList<>();
    for (long i = 0; i < design.size(axes); i++) {
      rows.add(
          String.join(
              " ", Arrays.stream(design.row(axes, i)).mapToObj(Integer::toString).toList()));
    }
    return rows;
  }
}
