package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.StartComparison;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Twelve prompts; lighting_variation is the lower the better, and its level "on" has less. */
class StartReadingTest {
  private static final String METRIC = "lighting_variation";

  @Test
  void whatIsBetterWhereDoingNothingWinsHasChangedLess() {
    EffectRow row = read(lower(0.01, 0.2), 0.25, 0.15);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.LESS_CHANGE);
    assertThat(row.conclusion().note())
        .endsWith(
            "doing nothing scores better: 0.0100 against 0.200; read as change from the start");
    assertThat(row.conclusion().verdict().text()).isEqualTo("less change");
    assertThat(row.conclusion().verdict().isAnswer()).isTrue();
  }

  @Test
  void whatIsWorseThereHasChangedMore() {
    assertThat(read(lower(0.01, 0.2), 0.15, 0.25).conclusion().verdict())
        .isEqualTo(EffectVerdict.MORE_CHANGE);
  }

  @Test
  void whereTrainedTrialsWinVerdictsStayAsTheyAre() {
    EffectRow row = read(lower(0.3, 0.2), 0.25, 0.15);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.BETTER);
    assertThat(row.conclusion().note()).doesNotContain("doing nothing");
  }

  @Test
  void aLevelThatIsBetterThanTheStartIsBetter() {
    assertThat(read(lower(0.17, 0.2), 0.25, 0.15).conclusion().verdict())
        .isEqualTo(EffectVerdict.BETTER);
  }

  @Test
  void whatIsUnclearStaysSo() {
    assertThat(read(lower(0.01, 0.2), 0.2, 0.2).conclusion().verdict())
        .isNotIn(EffectVerdict.LESS_CHANGE, EffectVerdict.MORE_CHANGE);
  }

  private static StartComparison lower(double start, double trained) {
    return new StartComparison(METRIC, Direction.LOWER_IS_BETTER, 24, start, trained);
  }

  /** The effect of "on" with these means, as it is read against a start. */
  private static EffectRow read(StartComparison start, double off, double on) {
    Factor factor = new Factor("a", List.of("off", "on"), "off");
    TrialTable.Builder builder = new TrialTable.Builder(List.of(factor), List.of(METRIC));
    for (int prompt = 0; prompt < 12; prompt++) {
      double own = 0.001 * (prompt % 2 == 0 ? 1 : -1);
      builder.add("prompt " + prompt, 0, new String[] {"off"}, new double[] {off + own});
      builder.add("prompt " + prompt, 0, new String[] {"on"}, new double[] {on + 1.5 * own});
    }
    StartReading reading = new StartReading(List.of(start));
    return SweepEffects.withUnits(builder.build()).stream()
        .map(reading::read)
        .map(Effect::row)
        .findFirst()
        .orElseThrow();
  }
}
