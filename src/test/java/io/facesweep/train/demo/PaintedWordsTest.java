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

/** Every word changes what it names, and nothing else. */
class PaintedWordsTest {
  private static final int SIDE = 64;
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final TexturePainter PAINTER = new TexturePainter(FACE, SIDE);
  private static final HeadChart CHART = HeadChart.of(FACE, SIDE);

  /** Millimetres over which a texel may reach into what a word changes. */
  private static final double TEXEL = 7;

  private static final Person PLAIN =
      new Person(
          Gender.MAN,
          Age.ADULT,
          Skin.TAN,
          HairStyle.SHORT,
          Hair.BROWN,
          Eyes.BROWN,
          false,
          false,
          null,
          ShapeTrait.Direction.MORE);

  private static Person with(Age age, Skin skin, Hair hair, Eyes eyes) {
    return new Person(
        Gender.MAN,
        age,
        skin,
        HairStyle.SHORT,
        hair,
        eyes,
        false,
        false,
        null,
        ShapeTrait.Direction.MORE);
  }

  private static Person wearing(boolean beard, boolean glasses) {
    return new Person(
        Gender.MAN,
        Age.ADULT,
        Skin.TAN,
        HairStyle.SHORT,
        Hair.BROWN,
        Eyes.BROWN,
        beard,
        glasses,
        null,
        ShapeTrait.Direction.MORE);
  }

  private static float[] painted(Person person) {
    return PAINTER.paint(person, new SplittableRandom(5));
  }

  /** Mean absolute difference of two textures where a condition holds. */
  private static double difference(float[] a, float[] b, IntPredicate where) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int channel = 0; channel < 3 && where.test(i); channel++) {
        sum += Math.abs(a[channel * SIDE * SIDE + i] - b[channel * SIDE * SIDE + i]);
        count++;
      }
    }
    assertThat(count).isGreaterThan(0);
    return sum / count;
  }

  /** Asserts that another person differs much at a part, and not at all outside of a larger one. */
  private static void assertChanges(Person other, IntPredicate part, IntPredicate around) {
    float[] before = painted(PLAIN);
    float[] after = painted(other);
    assertThat(difference(before, after, part)).isGreaterThan(0.06);
    assertThat(difference(before, after, around.negate())).isZero();
  }

  private static boolean within(int texel, double x, double y, double width, double height) {
    return CHART.z(texel) > 20
        && Math.abs(Math.abs(CHART.x(texel)) - x) < width
        && Math.abs(CHART.y(texel) - y) < height;
  }

  @Test
  void eyesAreOfTheirColour() {
    assertChanges(
        with(Age.ADULT, Skin.TAN, Hair.BROWN, Eyes.BLUE),
        texel -> within(texel, 31.5, 0, 5, 4),
        texel -> within(texel, 31.5, 0, 9 + TEXEL, 7 + TEXEL));
  }

  @Test
  void beardsCoverChinAndCheeksAndLeaveTheLips() {
    IntPredicate lips = texel -> within(texel, 0, -78, 12, 3);
    assertChanges(
        wearing(true, false),
        texel -> within(texel, 0, -100, 25, 8),
        texel -> CHART.y(texel) < -10 + TEXEL);
    float[] shaved = painted(PLAIN);
    assertThat(difference(shaved, painted(wearing(true, false)), lips)).isLessThan(0.04);
  }

  @Test
  void glassesLieRoundTheEyesAndBesideThem() {
    assertChanges(
        wearing(false, true),
        texel -> within(texel, 52, 0, 4, 8),
        texel -> Math.abs(CHART.y(texel)) < 40 + TEXEL);
  }

  @Test
  void yearsShowOnForeheadAndCheeksAndNotInTheEyes() {
    float[] young = painted(with(Age.YOUNG, Skin.TAN, Hair.BROWN, Eyes.BLUE));
    float[] old = painted(with(Age.OLD, Skin.TAN, Hair.BROWN, Eyes.BLUE));
    assertThat(difference(young, old, texel -> within(texel, 0, 42, 30, 14))).isGreaterThan(0.06);
    assertThat(difference(young, old, texel -> within(texel, 26, -62, 8, 14))).isGreaterThan(0.05);
    assertThat(difference(young, old, texel -> within(texel, 31.5, 0, 5, 4))).isLessThan(0.03);
    assertThat(difference(young, old, texel -> CHART.z(texel) < -40 && CHART.y(texel) > 0))
        .isLessThan(1e-6);
  }

  @Test
  void coloursOfSkinAndHairAreApart() {
    Person dark = with(Age.ADULT, Skin.DARK, Hair.BROWN, Eyes.BROWN);
    Person blond = with(Age.ADULT, Skin.TAN, Hair.BLOND, Eyes.BROWN);
    IntPredicate crown = texel -> CHART.y(texel) > 90 && CHART.z(texel) < 20;
    IntPredicate cheek = texel -> within(texel, 44, -28, 8, 8);
    assertThat(difference(painted(PLAIN), painted(dark), cheek)).isGreaterThan(0.25);
    assertThat(difference(painted(PLAIN), painted(dark), crown)).isLessThan(0.01);
    assertThat(difference(painted(PLAIN), painted(blond), crown)).isGreaterThan(0.25);
    assertThat(difference(painted(PLAIN), painted(blond), cheek)).isZero();
  }

  @Test
  void theSameSeedPaintsTheSamePersonAndAnotherSeedAnother() {
    float[] once = painted(PLAIN);
    assertThat(painted(PLAIN)).isEqualTo(once);
    float[] other = PAINTER.paint(PLAIN, new SplittableRandom(6));
    assertThat(difference(once, other, texel -> true)).isBetween(0.003, 0.1);
  }

  @Test
  void aLargerTextureShowsTheSamePerson() {
    Person person = wearing(true, true);
    float[] large = new TexturePainter(FACE, 2 * SIDE).paint(person, new SplittableRandom(5));
    float[] small = painted(person);
    float[] halved = new float[small.length];
    for (int i = 0; i < large.length; i++) {
      int row = i / (2 * SIDE);
      halved[row / 2 * SIDE + i % (2 * SIDE) / 2] += large[i] / 4;
    }
    assertThat(difference(small, halved, texel -> true)).isCloseTo(0, Offset.offset(0.02));
  }
}
