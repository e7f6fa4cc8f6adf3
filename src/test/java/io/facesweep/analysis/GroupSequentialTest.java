package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Boundaries by R's gsDesign 3.6.4: {@code gsDesign(k = 3, test.type = 2, alpha = 0.025, timing =
 * c(.5, .75, 1), sfu = sfLDOF)$upper$bound} is 2.963, 2.359, 2.014.
 */
class GroupSequentialTest {
  @Test
  void boundariesAreThoseOfGsDesign() {
    double[] levels = GroupSequential.levels(new double[] {0.5, 0.75, 1}, 0.05);
    double[] bounds = {2.963, 2.359, 2.014};
    for (int look = 0; look < 3; look++) {
      double bound = NormalDistribution.of(0, 1).inverseSurvivalProbability(levels[look] / 2);
      assertThat(bound).isEqualTo(bounds[look], within(2e-3));
    }
  }

  @Test
  void oneLookHasTheWholeLevel() {
    assertThat(GroupSequential.levels(new double[] {1}, 0.05)[0]).isEqualTo(0.05, within(1e-9));
  }

  @Test
  void aLookIsTheLastThatThePromptsAreEnoughFor() {
    List<Integer> looks = List.of(8, 12, 16);
    assertThat(Look.at(looks, 3).factor(1)).isEqualTo(Look.at(looks, 8).factor(1));
    assertThat(Look.at(looks, 11).factor(1)).isEqualTo(Look.at(looks, 8).factor(1));
    assertThat(Look.at(looks, 8).factor(1)).isBetween(16.0, 17.0);
    assertThat(Look.at(looks, 16).factor(1)).isBetween(1.1, 1.2);
    assertThat(Look.at(looks, 16).factor(3)).isBetween(3.0, 3.6);
    assertThat(Look.at(List.of(), 5).factor(3)).isEqualTo(3);
  }
}
