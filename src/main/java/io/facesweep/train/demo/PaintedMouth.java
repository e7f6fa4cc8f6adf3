package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.bump;
import static io.facesweep.train.demo.Falloff.step;

import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import java.util.SplittableRandom;

/** Lips and the line where they meet. */
final class PaintedMouth implements PaintLayer {
  private static final float[] LIPSTICK = {0.74f, 0.20f, 0.24f};

  private final float[] lip;
  private final float[] line;
  private final double cover;
  private final ValueNoise noise;

  PaintedMouth(Person person, float[] skin, SplittableRandom random) {
    boolean woman = person.gender() == Gender.WOMAN;
    float[] natural = Pigment.times(skin, 0.86, 0.60, 0.60);
    this.lip = woman ? Pigment.between(natural, LIPSTICK, 0.8) : natural;
    this.line = Pigment.times(lip, 0.3);
    this.cover = person.age() == Age.OLD ? 0.78 : 0.97;
    this.noise = new ValueNoise(random.nextLong());
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    double x = spot.side();
    double y = spot.y();
    if (spot.z() < 50 || x > 36 || y > -55 || y < -95) {
      return;
    }
    double above = y - lineHeight(x);
    double crease = 0.07 * noise.at(spot.x() / 1.7, 0.5, 0.5);
    double tone = (above > 0 ? 0.86 : 1.02) + crease;
    pigment.mix(cover * spot.lips(), Pigment.times(lip, tone));
    double shine = bump(x, 7, above + 4.5, 1.7);
    pigment.mix(0.24 * shine * spot.lips(), new float[] {1, 0.93f, 0.9f});
    double ends = step(27.5 - x, 2.5);
    pigment.mix(0.85 * bump(above, 1.2) * ends, line);
    pigment.mix(0.4 * bump(x - 27, 2.2, above, 2), line);
  }

  /** Height of the line where the lips of the built-in head meet. */
  private static double lineHeight(double x) {
    double a = Math.min(1, x / 25);
    return -73 - Math.exp(-x * x / 20) + 1.2 * Math.sin(Math.PI * a) - 0.8 * a;
  }
}
