package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.bump;
import static io.facesweep.train.demo.Falloff.step;

import io.facesweep.train.demo.Person.Age;
import java.util.SplittableRandom;

/**
 * What years do to skin: lines, folds, bags, hollow cheeks and spots; all of the old, a trace of
 * the first in adults, nothing in the young.
 */
final class PaintedAge implements PaintLayer {
  private static final double[] FOREHEAD = {27, 37, 47, 57};
  private static final double EYE_X = 31.5;

  private static final double GREY = 0.1;

  /** How strong an adult's lines are, as a share of those of the old. */
  private static final double TRACE = 0.15;

  private final ValueNoise noise;
  private final float[] spots;
  private final float[] grey;
  private final boolean old;
  private final double strength;

  PaintedAge(Age age, float[] skin, SplittableRandom random) {
    this.old = age == Age.OLD;
    this.strength = old ? 1 : age == Age.ADULT ? TRACE : 0;
    this.noise = new ValueNoise(random.nextLong());
    this.spots = Pigment.times(skin, 0.68, 0.58, 0.52);
    this.grey = new float[] {0.6f * spots[0] + 0.2f, 0.75f * spots[1] + 0.2f, spots[2] + 0.2f};
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    if (old) {
      pigment.mix(0.3 * step(noise.at(spot, 9) - 0.6, 0.14), spots);
    }
    if (strength == 0 || spot.z() <= 5) {
      return;
    }
    double x = spot.side();
    double y = spot.y();
    double wave = 2.4 * noise.at(spot, 17);
    double lines =
        forehead(x, y - wave) + eyes(x, y, wave) + mouth(x, y, wave) + throat(spot, wave);
    pigment.shade(strength * Math.min(0.62, lines));
    pigment.mix(old ? GREY : 0, grey);
  }

  private static double forehead(double x, double y) {
    double lines = 0;
    for (double height : FOREHEAD) {
      lines += bump(y - height - 0.06 * x, 1.7);
    }
    double frown = bump(x - 5.5, 1.5) * step(y - 4, 4) * step(26 - y, 5);
    return 0.42 * lines * step(46 - x, 10) + 0.4 * frown;
  }

  /** Bags below the eyes and feet of crows beside them. */
  private static double eyes(double x, double y, double wave) {
    double below = y + 12 - 0.012 * (x - EYE_X) * (x - EYE_X);
    double bag = 0.48 * bump(below, 1.9) * step(16 - Math.abs(x - EYE_X), 4);
    double second = 0.3 * bump(below + 7, 1.9) * step(14 - Math.abs(x - EYE_X), 4);
    double feet = 0;
    double out = x - 47;
    if (out > 0 && out < 22) {
      for (int k = -2; k <= 2; k++) {
        feet += bump(y - 1 - 0.2 * wave - 0.34 * k * out, 1.1);
      }
    }
    double lid = 0.25 * bump(y - 12 + 0.3 * Math.max(0, x - 30), 3) * bump(x - 36, 11);
    return bag + second + 0.42 * feet * step(out - 1, 2) * step(18 - out, 5) + lid;
  }

  /** Folds from the nose to the mouth and on to the chin, and the hollow of the cheek. */
  private static double mouth(double x, double y, double wave) {
    double down = Math.max(0, -43 - y);
    double fold = x - 17 - 0.62 * down + 0.0068 * down * down - 0.4 * wave;
    double nasal = 0.55 * bump(fold, 2.1) * step(-42 - y, 4) * step(y + 84, 6);
    double marionette =
        0.3
            * bump(x - 28 - 0.12 * (-80 - y) - 0.3 * wave, 1.9)
            * step(-80 - y, 4)
            * step(y + 104, 6);
    double upper = 0.16 * bump(y + 62, 4) * step(18 - x, 4) * (0.5 + 0.5 * Math.cos(x * 1.6));
    double hollow = 0.2 * bump(x - 47, 8) * bump(y + 60, 13);
    return nasal + marionette + upper + hollow;
  }

  private static double throat(Spot spot, double wave) {
    if (spot.y() > -110) {
      return 0;
    }
    double y = spot.y() - wave;
    return 0.4 * (bump(y + 128, 1.9) + bump(y + 141, 1.9) + bump(y + 155, 1.9)) * step(spot.z(), 8);
  }
}
