package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Coverage and false alarms in short: 300 repetitions have a standard error of 1.3 percent. The
 * long form is {@code EffectsBench}; docs/metrics-and-effects.md has its numbers.
 */
class AnswerSimulationTest {
  private final AnswerSimulation simulation = new AnswerSimulation(300);

  @Test
  void pairedEffectsAreCoveredAndNullsSeldomFlagged() {
    assertThat(simulation.paired(8, 0.5).covered()).isBetween(0.92, 0.98);
    assertThat(simulation.paired(16, 0).claimed()).isBetween(0.02, 0.08);
  }

  /**
   * A prompt's difference has a standard deviation of sqrt(0.6^2 + 2 * 0.5^2 / 2) = 0.781; the
   * effects are the smallest that a plan then says 4 of 5 runs find.
   */
  @Test
  void theSmallestDifferenceOfAPlanIsFoundInFourOfFiveRuns() {
    assertThat(simulation.paired(8, 0.781 * 1.1528).claimed()).isBetween(0.7, 0.9);
    assertThat(simulation.paired(16, 0.781 * 0.7494).claimed()).isBetween(0.7, 0.9);
    assertThat(simulation.paired(40, 0.781 * 0.4544).claimed()).isBetween(0.7, 0.9);
  }

  @Test
  void interactionsAreCoveredAndNullsSeldomFlagged() {
    assertThat(simulation.interaction(8, 0.8).covered()).isBetween(0.92, 0.98);
    assertThat(simulation.interaction(8, 0).claimed()).isBetween(0.02, 0.08);
  }

  @Test
  void binaryEffectsAreCoveredHoweverRare() {
    assertThat(simulation.binary(8, 0.3).covered()).isGreaterThanOrEqualTo(0.95);
    assertThat(simulation.rare(8).covered()).isGreaterThanOrEqualTo(0.95);
    assertThat(simulation.binary(16, 0).claimed()).isLessThanOrEqualTo(0.06);
  }

  @Test
  void aFractionCoversItsEffects() {
    assertThat(simulation.fraction(8, 0.5).covered()).isBetween(0.92, 0.98);
  }

  @Test
  void aDifferenceOfTheBoundIsSeldomSaidToBeSmaller() {
    assertThat(simulation.equivalence(8, 1).claimed()).isLessThanOrEqualTo(0.08);
    assertThat(simulation.equivalence(16, 0).claimed()).isGreaterThan(0.8);
    assertThat(simulation.binaryEquivalence(40).claimed()).isLessThanOrEqualTo(0.06);
  }

  @Test
  void threeLooksRaiseNoMoreAlarmsThanOne() {
    assertThat(simulation.sequential(24, 0).claimed()).isLessThanOrEqualTo(0.08);
    assertThat(simulation.sequential(24, 0.8).claimed()).isGreaterThan(0.9);
  }

  @Test
  void manyTestsRaiseNoMoreAlarmsThanOne() {
    assertThat(simulation.family(8, List.of()).claimed()).isLessThanOrEqualTo(0.08);
    assertThat(simulation.family(8, List.of("m0", "m1", "m2")).claimed()).isLessThanOrEqualTo(0.08);
  }
}
