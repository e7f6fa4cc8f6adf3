package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureOracleTest {
  private static final int SIDE = 64;
  private static final FaceModel FACE = FaceModels.open("builtin:head");

  @Test
  void readsEveryFeatureOfPaintedPeopleAndOfThoseItHasNotLearnt() {
    FeatureOracle oracle = new FeatureOracle(FACE, SIDE);
    assertThat(oracle.accuracy()).hasSize(FaceFeature.values().length);
    assertThat(oracle.accuracy())
        .allSatisfy((feature, share) -> assertThat(share).isBetween(0.95, 1.0001));
    TexturePainter painter = new TexturePainter(FACE, SIDE);
    for (HeldOut out : HeldOut.all()) {
      float[] texture = painter.paint(out.person(), new SplittableRandom(3));
      out.features()
          .forEach(
              (feature, word) ->
                  assertThat(oracle.read(feature, texture)).as(out.prompt()).isEqualTo(word));
    }
  }

  @Test
  void aLinearClassifierTellsWhatAPlaneSeparates() {
    LinearClassifier classifier = new LinearClassifier(List.of("low", "high"), 2);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      double[] point = {random.nextDouble() - 0.5, random.nextDouble() - 0.5};
      classifier.learn(point, point[0] + 0.5 * point[1] > 0 ? "high" : "low");
    }
    assertThatThrownBy(() -> classifier.name(new double[] {0, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot name features: nothing was fitted");
    classifier.fit();
    assertThat(classifier.name(new double[] {0.3, -0.2})).isEqualTo("high");
    assertThat(classifier.name(new double[] {-0.3, 0.2})).isEqualTo("low");
    assertThatThrownBy(() -> classifier.name(new double[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid features: 1 (expected 2)");
  }
}
