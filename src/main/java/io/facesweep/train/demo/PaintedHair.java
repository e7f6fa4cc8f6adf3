package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.bump;
import static io.facesweep.train.demo.Falloff.step;

import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.SplittableRandom;

/**
 * Hair of the scalp in strands that run from a whorl or a parting, with an uneven hairline; short
 * hair ends above the nape and round the ears, long hair covers both.
 */
final class PaintedHair implements PaintLayer {
  /** Arc that a radian of the strands' direction is about long, millimetres. */
  private static final double RADIUS = 75;

  private final boolean grown;
  private final boolean man;
  private final Age age;
  private final float[] hair;
  private final float[] parting;
  private final double whorlX;
  private final double whorlZ;
  private final ValueNoise noise;

  PaintedHair(Person person, float[] skin, float[] hair, SplittableRandom random) {
    this.grown = person.style() == HairStyle.LONG;
    this.man = person.gender() == Gender.MAN;
    this.age = person.age();
    this.hair = hair;
    this.parting = Pigment.between(skin, hair, 0.35);
    double across = random.nextDouble();
    this.whorlX = grown ? 44 * (across - 0.5) : 24 * (across - 0.5);
    this.whorlZ = grown ? 8 : -38;
    this.noise = new ValueNoise(random.nextLong());
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    double direction = RADIUS * Math.atan2(spot.x() - whorlX, spot.z() - whorlZ);
    double strand = noise.at(direction / 2.4, spot.y() / 45, spot.z() / 60);
    double covered = cover(spot, 2.2 * noise.at(spot, 7) + 1.8 * strand);
    if (covered <= 0) {
      return;
    }
    double lock = noise.at(direction / 11, spot.y() / 60, 7.5);
    double tone = (1 + 0.17 * lock + 0.15 * strand) * (1 - 0.09 * hair[1] * hair[1]);
    double sheen = 0.5 + 0.5 * lock;
    double band = bump(spot.y() - 84, 11) * step(spot.z() + 60, 40);
    double rest = grown ? 0.5 * bump(spot.y() + 30, 24) : 0;
    double shine = (0.04 + 0.08 * sheen) * (band + rest);
    float[] colour = Pigment.times(hair, tone - 0.12 * bump(covered - 0.5, 0.25));
    for (int channel = 0; channel < 3; channel++) {
      colour[channel] += (float) (shine * (0.35 + 0.65 * hair[channel]));
    }
    pigment.mix(covered, colour);
    if (grown && spot.y() > 66 && spot.z() > whorlZ) {
      pigment.mix(0.55 * bump(spot.x() - whorlX, 1.7) * covered, parting);
    }
  }

  private double cover(Spot spot, double uneven) {
    double x = spot.side();
    double y = spot.y();
    double z = spot.z();
    double behind = 2 - 0.1 * Math.min(0, y) - z;
    double temple = 13 * step(y + 20, 7) * step(62 - y, 16);
    double edge = Math.max(y - hairline(x), behind + temple) + uneven;
    double scalp = step(edge, 3.5);
    if (!grown) {
      double low = -60 + 40 * step(z + 24, 14);
      return scalp * step(y - low + 2 * uneven, 8) * (1 - spot.ears());
    }
    double curtain = step(x - 57 + uneven, 4) * step(y + 100 + 3 * uneven, 9) * step(70 - y, 8);
    double back = step(17 - z + uneven, 5);
    return Math.max(Math.max(scalp, back), Math.max(spot.ears(), curtain));
  }

  /** Height of the hairline on the forehead: in men it recedes at the temples, and with age. */
  private double hairline(double x) {
    double corner = bump(x - 36, 11);
    double line = 67 - 0.006 * x * x + (man ? 6 * corner : -1);
    return switch (age) {
      case YOUNG -> line - 5;
      case ADULT -> line;
      case OLD -> line + 6 + (man ? 13 : 5) * corner;
    };
  }
}
