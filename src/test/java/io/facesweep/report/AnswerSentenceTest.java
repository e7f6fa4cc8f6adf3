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
import java.util.stream.Stream;
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
            "baked light from 0.210 to 0.130, 95 % interval of the difference −0.100 to −0.060,"
                + " better for 2 of 3 prompts, p 0.023");
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
    assertThat(said.claim()).isEqualTo("bakes in less light");
    assertThat(said.evidence())
        .endsWith("; doing nothing scores 0.0500, better still, so this alone is no improvement");
  }

  @Test
  void whatCannotBeToldIsSaid() {
    AnswerSentence unclear =
        said(effect("face_back", Direction.LOWER_IS_BETTER, -0.1, 0.3, EffectVerdict.UNCLEAR));
    assertThat(unclear.claim())
        .isEqualTo("shows no effect beyond chance on second faces at the sides and the back");
    assertThat(unclear.claimAfter(unclear))
        .isEqualTo("nor on second faces at the sides and the back");
    AnswerSentence none =
        said(
            effect(
                "face_back",
                Direction.LOWER_IS_BETTER,
                Double.NaN,
                Double.NaN,
                EffectVerdict.NO_PAIRS));
    assertThat(none.claim())
        .isEqualTo("has no trials to compare by second faces at the sides and the back");
    assertThat(none.evidence()).isEqualTo("no two trials can be compared by face back");
    AnswerSentence same =
        said(
            effect("face_back", Direction.LOWER_IS_BETTER, 0, Double.NaN, EffectVerdict.UNCHANGED));
    assertThat(same.evidence()).isEqualTo("face back is the same in all 8 pairs");
  }

  @Test
  void everyVerdictIsAClauseThatGoesOnFromTheLevel() {
    assertThat(
            Stream.of(EffectVerdict.values())
                .map(v -> said(effect("my_measure", Direction.NEUTRAL, 0.1, 0.3, v)).claim()))
        .containsExactly(
            "raises my measure",
            "raises my measure",
            "raises my measure",
            "raises my measure",
            "moves my measure less far from its start",
            "moves my measure farther from its start",
            "makes no difference that matters to my measure",
            "shows no effect beyond chance on my measure",
            "does not change my measure",
            "has too few prompts to show an effect on my measure",
            "raises my measure, which is shown and not judged",
            "has no trials to compare by my measure");
    assertThat(
            Stream.of("face_back", "face_front", "clip_score", "failed")
                .map(MeasureWords::of)
                .map(MeasureWords::less))
        .containsExactly(
            "adds fewer second faces",
            "spoils the face in front less",
            "moves away from the prompt less",
            "fails less often");
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
