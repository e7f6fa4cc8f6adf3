package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.StepRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CurveBandTest {
  private static StageCurve curve(int first, double... losses) {
    List<StepRow> rows = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      rows.add(
          new StepRow(
              "texture", first + i, 500, 1, Map.of("loss", losses[i]), 0, 0.1, 0, 0, "front"));
    }
    return new StageCurve(rows);
  }

  private static CurveChart.Line band(StageCurve... curves) {
    return CurveBand.of("on", List.of(curves), "loss");
  }

  @Test
  void theLineIsTheMedianAndTheBandTheQuartiles() {
    CurveChart.Line line =
        band(curve(0, 5, 50), curve(0, 1, 10), curve(0, 3, 30), curve(0, 2, 20), curve(0, 4, 40));
    assertThat(line.name()).isEqualTo("on");
    assertThat(line.points()).containsExactly(new double[] {0, 3}, new double[] {1, 30});
    assertThat(line.low()).containsExactly(2, 20);
    assertThat(line.high()).containsExactly(4, 40);
  }

  @Test
  void ofAnEvenNumberTheMedianIsBetweenTheMiddleTwo() {
    assertThat(band(curve(0, 1), curve(0, 4)).points()).containsExactly(new double[] {0, 2.5});
  }

  @Test
  void stepsThatOnlySomeCurvesHaveCountThoseThatHaveThem() {
    CurveChart.Line line = band(curve(0, 1, 2), curve(1, 4, 8));
    assertThat(line.points())
        .containsExactly(new double[] {0, 1}, new double[] {1, 3}, new double[] {2, 8});
    assertThat(line.low()).containsExactly(1, 2, 8);
    assertThat(line.high()).containsExactly(1, 2, 8);
  }

  @Test
  void valuesThatAreNotFiniteAreLeftOut() {
    CurveChart.Line line = band(curve(0, Double.NaN, 2, 7), curve(0, Double.NaN, 4, Double.NaN));
    assertThat(line.points()).containsExactly(new double[] {1, 3}, new double[] {2, 7});
  }

  @Test
  void oneCurveHasNoBandAndNoCurveNoPoints() {
    assertThat(band(curve(0, 1, 2)).low()).isEmpty();
    assertThat(band().points()).isEmpty();
    assertThat(CurveBand.of("on", List.of(curve(0, 1)), "another").points()).isEmpty();
  }

  @Test
  void aLogThatHasAStepManyTimesIsNoError() {
    StageCurve one = curve(0, 1, 2, 3);
    List<StepRow> rows =
        Stream.of(0, 0, 0, 0)
            .map(step -> new StepRow("texture", step, 5, 1, Map.of("loss", 9.0), 0, 1, 0, 0, ""))
            .toList();
    assertThat(band(one, new StageCurve(rows)).points()).hasSize(3);
  }
}
