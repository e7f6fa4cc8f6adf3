package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.analysis.TrialTable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a drawing of an effect shows: the prompts' own differences are 1, 2, 3 ... */
class EffectChartTest {
  private static final Factor DEPTH = new Factor("depth", List.of("off", "on"), "off");
  private static final Pattern DOT =
      Pattern.compile("<path class=\"dot\" d=\"M([-\\d.]+) [\\d.]+h0\"><title>(.*?)</title>");

  @Test
  void everyPromptHasADotThatSaysItsNameAndDifference() {
    Matcher dots = DOT.matcher(drawn("clip_score", 4));
    for (int i = 1; i <= 4; i++) {
      assertThat(dots.find()).isTrue();
      assertThat(dots.group(2)).isEqualTo("prompt &lt;%d&gt;: +%d.00".formatted(i, i));
      assertThat(Double.parseDouble(dots.group(1))).isGreaterThan(130);
    }
    assertThat(dots.find()).isFalse();
  }

  @Test
  void betterIsToTheRightWhereLessIsBetter() {
    Matcher dots = DOT.matcher(drawn("lighting_variation", 4));
    double before = 130;
    while (dots.find()) {
      assertThat(Double.parseDouble(dots.group(1))).isLessThan(before);
      before = Double.parseDouble(dots.group(1));
    }
    assertThat(before).isBetween(10.0, 100.0);
  }

  @Test
  void theWordsSayWhatTheDrawingShows() {
    assertThat(EffectChart.words(effect("clip_score", 6)))
        .isEqualTo(
            "clip_score: +3.50, 95 percent interval +1.54 to +5.46, single prompts from +1.00"
                + " to +6.00; better");
  }

  @Test
  void manyPromptsAreOneElementAndVeryManyAreNotDrawn() {
    assertThat(drawn("clip_score", 40)).containsOnlyOnce("class=\"dot\"");
    assertThat(drawn("clip_score", 400)).doesNotContain("class=\"dot\"");
  }

  @Test
  void oneUnitHasNoDotBesideItself() {
    assertThat(drawn("clip_score", 1)).doesNotContain("class=\"dot\"").contains("point");
  }

  private static String drawn(String metric, int prompts) {
    Markup page = new Markup();
    EffectChart.draw(page, effect(metric, prompts));
    return page.toString();
  }

  private static Effect effect(String metric, int prompts) {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of(metric));
    for (int i = 1; i <= prompts; i++) {
      trials.add("prompt <%d>".formatted(i), 0, new String[] {"off"}, new double[] {10});
      trials.add("prompt <%d>".formatted(i), 0, new String[] {"on"}, new double[] {10 + i});
    }
    List<Effect> effects = SweepEffects.withUnits(trials.build());
    assertThat(effects).hasSize(1);
    return effects.get(0);
  }
}
