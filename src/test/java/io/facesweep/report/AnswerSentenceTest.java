package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.Conclusion;
import io.facesweep.tables.Correction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.Sample;
import io.facesweep.tables.StartComparison;
import io.facesweep.tables.UnitKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerSentenceTest {
  private static Effect effect(
      String metric, Direction direction, double difference, double p, EffectVerdict verdict) {
    Interval interval =
        Double.isNaN(p)
            ? Interval.NONE
            : new Interval(difference - 0.02, difference + 0.02, Interval.Method.T);
    return new Effect(
        new EffectRow(
            new Comparison(
                metric, direction, new Comparison.Change("texture.prior", "none", "canny"), null),
            new Sample(8, 0, UnitKind.PROMPT, 3, new Sample.Spread(0.1, 0.1, 2)),
            new Estimate(0.21, 0.21 + difference, 0, 0, difference, interval, 0.95, 0.9),
            new Conclusion(p, p, Correction.HOLM, Conclusion.Equivalence.NONE, verdict, "")),
        List.of(new Effect.Unit("a", -0.1), new Effect.Unit("b", -0.2), new Effect.Unit("c", 0.1)));
  }

  private static AnswerSentence said(Effect effect) {
    return AnswerSentence.of(effect, List.of());
  }

  @Test
  void aKnownMeasureIsSaidInItsOwnWords() {
    Effect effect =
        effect("baked_light", Direction.LOWER_IS_BETTER, -0.08, 0.0234, EffectVerdict.BETTER);
    assertThat(said(effect).claim()).isEqualTo("evens the lighting");
    assertThat(said(effect).evidence())
        .isEqualTo(
            "baked light 0.210 to 0.130, 95 % interval −0.100 to −0.060, better for 2 of 3 prompts,"
                + " p 0.023");
  }

  @Test
  void anyOtherMeasureRisesOrFalls() {
    assertThat(
            said(effect("my_measure", Direction.NEUTRAL, 0.1, 0.01, EffectVerdict.LARGER)).claim())
        .isEqualTo("raises my measure");
    assertThat(
            said(effect("my_measure", Direction.HIGHER_IS_BETTER, -0.1, 0.01, EffectVerdict.WORSE))
                .claim())
        .isEqualTo("lowers my measure");
  }

  @Test
  void lessChangeNamesWhatDoingNothingScores() {
    Effect effect =
        effect("baked_light", Direction.LOWER_IS_BETTER, -0.08, 0.02, EffectVerdict.LESS_CHANGE);
    AnswerSentence said =
        AnswerSentence.of(
            effect,
            List.of(new StartComparison("baked_light", Direction.LOWER_IS_BETTER, 8, 0.05, 0.2)));
    assertThat(said.claim()).isEqualTo("changes the lighting less");
    assertThat(said.evidence())
        .endsWith(
            "; doing nothing scores better still, 0.0500, so that this is no improvement by"
                + " itself");
  }

  @Test
  void whatCannotBeToldIsSaid() {
    AnswerSentence unclear =
        said(effect("face_back", Direction.LOWER_IS_BETTER, -0.1, 0.3, EffectVerdict.UNCLEAR));
    assertThat(unclear.claim())
        .isEqualTo("cannot be told from chance on second faces at sides and back");
    assertThat(unclear.claimAfter(unclear)).isEqualTo("nor on second faces at sides and back");
    AnswerSentence none =
        said(
            effect(
                "face_back",
                Direction.LOWER_IS_BETTER,
                Double.NaN,
                Double.NaN,
                EffectVerdict.NO_PAIRS));
    assertThat(none.claim()).isEqualTo("has nothing to compare on second faces at sides and back");
    assertThat(none.evidence()).isEqualTo("no two trials have face back");
    AnswerSentence same =
        said(
            effect("face_back", Direction.LOWER_IS_BETTER, 0, Double.NaN, EffectVerdict.UNCHANGED));
    assertThat(same.evidence()).isEqualTo("face back is the same in all 8 pairs");
    for (EffectVerdict verdict : EffectVerdict.values()) {
      Effect effect = effect("faces", Direction.NEUTRAL, 0.1, 0.3, verdict);
      assertThat(said(effect).claim()).isNotBlank();
    }
  }

  @Test
  void everyMeasureHasAGroup() {
    assertThat(MeasureGroup.of("clip_score_large")).isEqualTo(MeasureGroup.JUDGES);
    assertThat(MeasureGroup.of("identity_spread_arc")).isEqualTo(MeasureGroup.JUDGES);
    assertThat(MeasureGroup.of("geometry_fit_text")).isEqualTo(MeasureGroup.FIT);
    assertThat(MeasureGroup.of("geometry_face_back")).isEqualTo(MeasureGroup.GEOMETRY);
    assertThat(MeasureGroup.of("change_geometry")).isEqualTo(MeasureGroup.GEOMETRY);
    assertThat(MeasureGroup.of("change")).isEqualTo(MeasureGroup.COLOUR);
    assertThat(MeasureGroup.of("geometry_seconds")).isEqualTo(MeasureGroup.COST);
    assertThat(MeasureGroup.of("unheard_of")).isEqualTo(MeasureGroup.OTHER);
  }
}
