package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.train.demo.Palette.Eyes;
import io.facesweep.train.demo.Palette.Hair;
import io.facesweep.train.demo.Palette.Skin;
import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TexturePainterTest {
  private static final int SIDE = 64;
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final TexturePainter PAINTER = new TexturePainter(FACE, SIDE);
  private static final HeadChart CHART = HeadChart.of(FACE, SIDE);
  private static final Offset<Float> NEAR = Offset.offset(0.1f);

  private static Person person(
      Gender gender,
      Age age,
      Skin skin,
      HairStyle style,
      Hair hair,
      boolean beard,
      boolean glasses) {
    return new Person(
        gender, age, skin, style, hair, Eyes.BLUE, beard, glasses, null, ShapeTrait.Direction.MORE);
  }

  private static Person man(Skin skin, HairStyle style, Hair hair, boolean beard, boolean glasses) {
    return person(Gender.MAN, Age.ADULT, skin, style, hair, beard, glasses);
  }

  private static float[] painted(Person person) {
    return PAINTER.paint(person, new SplittableRandom(5));
  }

  /** Mean colour where a condition holds for texels. */
  private static float[] mean(float[] texture, IntPredicate where) {
    float[] sum = new float[3];
    int count = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      if (where.test(i)) {
        count++;
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += texture[channel * SIDE * SIDE + i];
        }
      }
    }
    assertThat(count).isGreaterThan(0);
    return new float[] {sum[0] / count, sum[1] / count, sum[2] / count};
  }

  private static boolean near(int texel, double x, double y, double radius) {
    boolean front = CHART.z(texel) > 20;
    return front && Math.hypot(Math.abs(CHART.x(texel)) - x, CHART.y(texel) - y) < radius;
  }

  private static IntPredicate cheek() {
    return texel -> near(texel, 52, -20, 6);
  }

  private static IntPredicate crown() {
    return texel -> CHART.y(texel) > 95;
  }

  private static IntPredicate chin() {
    return texel -> near(texel, 0, -103, 9);
  }

  private static void assertColour(float[] actual, float[] expected) {
    for (int channel = 0; channel < 3; channel++) {
      assertThat(actual[channel]).isCloseTo(expected[channel], NEAR);
    }
  }

  @Test
  void skinHasItsColourOnTheCheek() {
    for (Skin skin : Skin.values()) {
      float[] texture = painted(man(skin, HairStyle.SHORT, Hair.BLACK, false, false));
      assertColour(mean(texture, cheek()), skin.rgb());
    }
  }

  @Test
  void hairHasItsColourOnTheCrownAndWhoIsBaldHasSkinThere() {
    for (Hair hair : Hair.values()) {
      float[] texture = painted(man(Skin.TAN, HairStyle.SHORT, hair, false, false));
      assertColour(mean(texture, crown()), hair.rgb());
    }
    float[] bald = painted(man(Skin.TAN, HairStyle.BALD, Hair.BLACK, false, false));
    assertColour(mean(bald, crown()), Skin.TAN.rgb());
  }

  @Test
  void longHairReachesTheNape() {
    IntPredicate nape = texel -> CHART.z(texel) < -40 && CHART.y(texel) < -80;
    float[] cut = painted(man(Skin.PALE, HairStyle.SHORT, Hair.BLACK, false, false));
    float[] grown = painted(man(Skin.PALE, HairStyle.LONG, Hair.BLACK, false, false));
    assertThat(mean(cut, nape)[0]).isGreaterThan(0.75f);
    assertColour(mean(grown, nape), Hair.BLACK.rgb());
  }

  @Test
  void aBeardHasTheHairsColourOnTheChin() {
    float[] shaved = painted(man(Skin.PALE, HairStyle.SHORT, Hair.BLACK, false, false));
    float[] bearded = painted(man(Skin.PALE, HairStyle.SHORT, Hair.BLACK, true, false));
    assertThat(mean(shaved, chin())[0]).isGreaterThan(0.7f);
    assertColour(mean(bearded, chin()), Hair.BLACK.rgb());
  }

  @Test
  void glassesDarkenTheBridgeOfThePaleNose() {
    IntPredicate bridge = texel -> near(texel, 0, 5, 4);
    float[] without = painted(man(Skin.PALE, HairStyle.SHORT, Hair.WHITE, false, false));
    float[] with = painted(man(Skin.PALE, HairStyle.SHORT, Hair.WHITE, false, true));
    assertThat(mean(with, bridge)[1]).isLessThan(mean(without, bridge)[1] - 0.08f);
  }

  @Test
  void eyesAreWhiteRoundACentreOfTheirColour() {
    float[] texture = painted(man(Skin.DARK, HairStyle.BALD, Hair.BLACK, false, false));
    float[] iris = mean(texture, texel -> near(texel, 31.5, 0, 5));
    assertThat(iris[2]).isGreaterThan(iris[0] + 0.1f);
    float[] white = mean(texture, texel -> near(texel, 41, 0, 2.5));
    assertThat(white[0]).isGreaterThan(Skin.DARK.rgb()[0] + 0.2f);
  }

  @Test
  void womenHaveRedderLipsAndTheOldHaveLinesOnTheForehead() {
    IntPredicate lip = texel -> near(texel, 0, -80, 4);
    Person woman =
        person(Gender.WOMAN, Age.ADULT, Skin.PALE, HairStyle.LONG, Hair.BLACK, false, false);
    Person old = person(Gender.WOMAN, Age.OLD, Skin.PALE, HairStyle.LONG, Hair.BLACK, false, false);
    Person man = man(Skin.PALE, HairStyle.SHORT, Hair.BLACK, false, false);
    float[] hers = mean(painted(woman), lip);
    float[] his = mean(painted(man), lip);
    assertThat(hers[0] - hers[1]).isGreaterThan(his[0] - his[1] + 0.1f);
    IntPredicate forehead = texel -> near(texel, 0, 48, 12);
    assertThat(mean(painted(old), forehead)[1])
        .isLessThan(mean(painted(woman), forehead)[1] - 0.02f);
  }

  @Test
  void everyTexelIsPaintedWithinRange() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 10; i++) {
      for (float value : PAINTER.paint(Person.draw(random, 0), random)) {
        assertThat(value).isBetween(0.0f, 1.00001f).isGreaterThan(0.005f);
      }
    }
  }
}
