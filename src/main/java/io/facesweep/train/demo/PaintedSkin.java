package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.bump;
import static io.facesweep.train.demo.Falloff.length;
import static io.facesweep.train.demo.Falloff.step;

import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import java.util.SplittableRandom;

/**
 * Skin: mottled at several scales, redder on cheeks, nose and ears, darker in folds, lighter where
 * it is stretched over bone.
 */
final class PaintedSkin implements PaintLayer {
  private final float[] base;
  private final ValueNoise noise;
  private final double flush;
  private final double hollow;
  private final double freckles;
  private final double finest;

  /**
   * @param base albedo
   * @param finest scale in millimetres that texels can show
   */
  PaintedSkin(Person person, float[] base, double finest, SplittableRandom random) {
    this.base = base;
    this.finest = finest;
    this.noise = new ValueNoise(random.nextLong());
    boolean young = person.age() == Age.YOUNG;
    this.flush = (person.gender() == Gender.WOMAN ? 1.15 : 0.9) + (young ? 0.5 : 0);
    this.hollow = (person.gender() == Gender.MAN ? 1.1 : 0.8) * (young ? 0.6 : 1);
    this.freckles = young ? 0.22 : 0;
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    pigment.set(base);
    double x = spot.side();
    double y = spot.y();
    double light = 0.05 * noise.at(spot, 38) + 0.035 * grain(spot, 11) + 0.05 * grain(spot, 3.2);
    double red = 0.35 * noise.at(spot, 23) + 0.25 * grain(spot, 6.5) + 0.6 * spot.ears();
    double shade = 0.1 * spot.neck() + ear(spot);
    if (spot.z() > 20) {
      red += blush(x, y);
      shade += hollow * folds(x, y) + wings(x, y);
      light += bones(x, y);
      shade += freckles(spot, x, y);
    }
    pigment.scale(1 + light, (1 + light) * (1 - 0.16 * red), (1 + light) * (1 - 0.17 * red));
    pigment.shade(shade);
  }

  private double freckles(Spot spot, double x, double y) {
    double where = freckles * bump(x - 18, 20, y + 24, 11);
    return where == 0 ? 0 : where * step(noise.at(spot, 2.6) - 0.25, 0.2);
  }

  /** Noise that fades where it is finer than texels show. */
  private double grain(Spot spot, double millimetres) {
    double shown = Math.min(1, millimetres / (2 * finest));
    return shown < 0.4 ? 0 : shown * noise.at(spot, millimetres);
  }

  private double blush(double x, double y) {
    double cheek = bump(x - 44, 13, y + 33, 12);
    double nose = bump(x, 10, y + 43, 9);
    double chin = bump(x, 15, y + 102, 9);
    return flush * (1.1 * cheek + 0.9 * nose + 0.4 * chin) - 0.4 * bump(x, 30, y - 40, 16);
  }

  /** Where less light falls in: sockets, beside and under the nose, under lips and cheekbones. */
  private static double folds(double x, double y) {
    return 0.26 * bump(x - 20, 6, y - 3, 8)
        + 0.16 * bump(x - 33, 13, y - 9, 4)
        + 0.14 * bump(x - 30, 12, y + 12, 5)
        + 0.12 * bump(x - 11, 4, y + 18, 16)
        + 0.22 * bump(x, 9, y + 57, 4)
        + 0.24 * bump(x, 13, y + 91, 3.5)
        + 0.12 * bump(x - 50, 8, y + 56, 16)
        + 0.12 * bump(x - 58, 7, y - 28, 16);
  }

  private static double wings(double x, double y) {
    double crease = bump(length(x - 10, y + 44) - 10, 1.8) * step(x - 14, 4);
    double nostril = bump(x - 6.8, 3.2, y + 52, 2.2);
    return 0.3 * crease + 0.75 * nostril;
  }

  private static double bones(double x, double y) {
    return 0.07 * bump(x, 3.4, y + 22, 15)
        + 0.06 * bump(x, 5, y + 40, 4)
        + 0.06 * bump(x - 48, 9, y + 17, 6)
        + 0.06 * bump(x, 26, y - 42, 13)
        + 0.05 * bump(x, 8, y + 104, 6);
  }

  /** The hollow of the ear, and where it meets the head. */
  private double ear(Spot spot) {
    if (spot.ears() <= 0) {
      return 0;
    }
    double inner = bump(spot.y() + 8, 9) * bump(spot.z() + 4, 7);
    return spot.ears() * (0.3 * inner + 0.1 * noise.at(spot, 7));
  }
}
