package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.SphericalHarmonicsLight;
import io.facesweep.tensor.RandomStream;
import io.facesweep.train.demo.Palette.Eyes;
import io.facesweep.train.demo.Palette.Hair;
import io.facesweep.train.demo.Palette.Skin;
import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DemoRendererTest {
  private static final int SIDE = 64;
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final DemoRenderer RENDERER = new DemoRenderer(FACE, SIDE);
  private static final Person BALD =
      new Person(
          Gender.MAN,
          Age.ADULT,
          Skin.PALE,
          HairStyle.BALD,
          Hair.BLACK,
          Eyes.BROWN,
          false,
          false,
          null,
          ShapeTrait.Direction.MORE);

  private static DemoItem item(boolean clay, Person person, double azimuth) {
    return new DemoItem(
        clay,
        person,
        Camera.orbit(azimuth, 0, 0),
        SphericalHarmonicsLight.even(clay ? 0.5 : 1),
        RandomStream.of("renderer test", 0));
  }

  private static DemoRenderer.Rendered render(boolean clay, Person person, double azimuth) {
    return RENDERER.render(List.of(item(clay, person, azimuth)));
  }

  /** Pixels that are not background. */
  private static long covered(DemoRenderer.Rendered rendered) {
    long count = 0;
    for (float depth : rendered.depths()) {
      count += depth > 0 ? 1 : 0;
    }
    return count;
  }

  /** Pixels covered by one and not by the other. */
  private static long silhouetteDifference(ShapeTrait trait, double azimuth) {
    DemoRenderer.Rendered more = render(true, BALD.with(trait, ShapeTrait.Direction.MORE), azimuth);
    DemoRenderer.Rendered less = render(true, BALD.with(trait, ShapeTrait.Direction.LESS), azimuth);
    long count = 0;
    for (int i = 0; i < more.depths().length; i++) {
      count += more.depths()[i] > 0 != less.depths()[i] > 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void clayIsGreyAndStandsBeforeWhite() {
    DemoRenderer.Rendered clay = render(true, BALD, 30);
    int pixels = SIDE * SIDE;
    for (int i = 0; i < pixels; i++) {
      float red = clay.images()[i];
      assertThat(clay.images()[pixels + i]).isCloseTo(red, Offset.offset(1e-5f));
      assertThat(clay.images()[2 * pixels + i]).isCloseTo(red, Offset.offset(1e-5f));
    }
    assertThat(clay.images()[0]).isEqualTo(1);
    assertThat(clay.images()[SIDE / 2 * SIDE + SIDE / 2]).isCloseTo(0.5f, Offset.offset(0.01f));
  }

  @Test
  void theBackOfABaldHeadHasNoFace() {
    float[] front = render(false, BALD, 0).images();
    float[] back = render(false, BALD, 180).images();
    assertThat(darkest(front)).isLessThan(0.35f);
    assertThat(darkest(back)).isGreaterThan(0.5f);
  }

  private static float darkest(float[] image) {
    float least = 1;
    for (float value : image) {
      least = Math.min(least, value);
    }
    return least;
  }

  @Test
  void depthIsBrightestAtTheNoseAndZeroBehind() {
    DemoRenderer.Rendered rendered = render(false, BALD, 0);
    float[] depths = rendered.depths();
    float most = 0;
    int at = 0;
    for (int i = 0; i < depths.length; i++) {
      assertThat(depths[i] == 0 || (depths[i] >= 0.5f && depths[i] <= 1)).isTrue();
      if (depths[i] > most) {
        most = depths[i];
        at = i;
      }
    }
    assertThat(most).isEqualTo(1);
    assertThat(at % SIDE).isBetween(SIDE / 2 - 3, SIDE / 2 + 2);
    assertThat(covered(rendered)).isBetween(900L, 2000L);
    assertThat(depths[0]).isEqualTo(0);
  }

  @Test
  void everyTraitChangesTheSilhouetteOfSomeView() {
    for (ShapeTrait trait : ShapeTrait.values()) {
      long most = Math.max(silhouetteDifference(trait, 0), silhouetteDifference(trait, 90));
      assertThat(most).as(trait.name()).isGreaterThan(15);
    }
  }

  @Test
  void traitsAreMeasuredByTheirOwnCoefficients() {
    for (ShapeTrait trait : ShapeTrait.values()) {
      float[] coefficients = new float[FACE.identityCount()];
      trait.addTo(coefficients, FACE, -2.5);
      assertThat(trait.measure(coefficients, FACE)).isCloseTo(-2.5, Offset.offset(1e-6));
      for (ShapeTrait other : ShapeTrait.values()) {
        if (other != trait) {
          assertThat(other.measure(coefficients, FACE)).isZero();
        }
      }
    }
  }

  @Test
  void anItemLooksTheSameInAnyCompany() {
    DemoItem a = item(false, BALD, 20);
    DemoItem b = item(true, BALD, 100);
    float[] alone = RENDERER.render(List.of(b)).images();
    float[] beside = RENDERER.render(List.of(a, b)).images();
    for (int i = 0; i < alone.length; i++) {
      assertThat(beside[alone.length + i]).isCloseTo(alone[i], Offset.offset(1e-4f));
    }
  }
}
