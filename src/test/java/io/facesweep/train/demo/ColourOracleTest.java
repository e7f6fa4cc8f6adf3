package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColourOracleTest {
  private static final DemoRecipe RECIPE = DemoRecipe.standard();
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final ColourOracle ORACLE = new ColourOracle(FACE, RECIPE);

  @Test
  void readsFrontViewsOfPaintedPeople() {
    assertThat(ORACLE.accuracy()).isBetween(0.9, 1.0);
  }

  @Test
  void readsTexturesOfCombinationsThatItHasNotLearnt() {
    TexturePainter painter = new TexturePainter(FACE, RECIPE.side());
    for (HeldOut out : HeldOut.all()) {
      Person person = out.person();
      ColourOracle.Reading reading =
          ORACLE.ofTexture(painter.paint(person, new SplittableRandom(3)));
      assertThat(reading).isEqualTo(ColourOracle.Reading.of(person));
    }
  }

  @Test
  void namesTheMostAlikeExampleWhereverItsPixelsAre() {
    ColourClassifier classifier = new ColourClassifier(new boolean[] {true, true, false, true});
    classifier.learn(picture(0.2f, 0.2f, 0.9f, 0.8f), "mixed");
    classifier.learn(picture(0.4f, 0.4f, 0.1f, 0.4f), "even");
    assertThat(classifier.name(picture(0.8f, 0.2f, 0.1f, 0.2f))).isEqualTo("mixed");
    assertThat(classifier.name(picture(0.5f, 0.5f, 0.9f, 0.4f))).isEqualTo("even");
  }

  private static float[] picture(float... grey) {
    float[] picture = new float[3 * grey.length];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = grey[i % grey.length];
    }
    return picture;
  }
}
