package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.bump;
import static io.facesweep.train.demo.Falloff.length;
import static io.facesweep.train.demo.Falloff.step;

import io.facesweep.train.demo.Person.Gender;
import java.util.SplittableRandom;

/** Eyeballs with iris, pupil and highlight, lids with lashes and crease, and brows of strands. */
final class PaintedEyes implements PaintLayer {
  private static final double EYE_X = 31.5;
  private static final double IRIS = 7;
  private static final double PUPIL = 2.3;
  private static final float[] WHITE = {0.93f, 0.92f, 0.90f};
  private static final float[] CORNER = {0.80f, 0.55f, 0.52f};
  private static final float[] DARK = {0.04f, 0.03f, 0.03f};
  private static final float[] LIGHT = {1, 1, 1};

  private final boolean woman;
  private final float[] iris;
  private final float[] rim;
  private final float[] glow;
  private final float[] lid;
  private final float[] brow;
  private final ValueNoise noise;

  PaintedEyes(Person person, float[] skin, float[] hair, SplittableRandom random) {
    this.woman = person.gender() == Gender.WOMAN;
    this.iris = Pigment.varied(person.eyes().rgb(), random);
    this.rim = Pigment.times(iris, 0.4);
    this.glow = Pigment.between(iris, LIGHT, 0.14);
    this.lid = Pigment.times(skin, 0.7, 0.55, 0.55);
    this.brow = Pigment.times(hair, 0.72, 0.7, 0.7);
    this.noise = new ValueNoise(random.nextLong());
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    double y = spot.y();
    if (spot.z() < 30 || y < -20 || y > 34) {
      return;
    }
    brow(spot, pigment);
    double dx = spot.side() - EYE_X;
    if (Math.abs(dx) < 26 && y < 20) {
      lids(dx, y, pigment);
      ball(spot, dx, y, pigment);
      lashes(dx, y, pigment);
    }
  }

  private void brow(Spot spot, Pigment pigment) {
    double x = spot.side();
    double along = (x - 12) / 38;
    double arch = 15.5 + (woman ? 4.2 : 2.6) * (1 - Math.pow((x - 35) / 23, 2));
    double half = (woman ? 2.5 : 3.9) * (1 - 0.55 * Math.max(0, along) * Math.max(0, along));
    double off = spot.y() - arch;
    double strand = noise.at((x - 0.8 * off) / 1.7, off / 9, spot.x() > 0 ? 0 : 50);
    double edge = half - Math.abs(off) + 0.7 * strand;
    double ends = step(x - 12 - 0.5 * off, 2.5) * step(51 - x, 4);
    pigment.mix((0.84 + 0.16 * strand) * step(edge, 1.1) * ends, brow);
  }

  private void lids(double dx, double y, Pigment pigment) {
    double above = y - upper(dx);
    double reach = step(16 - Math.abs(dx), 3);
    pigment.mix(0.34 * bump(above - 5.5, 1.4) * reach, lid);
    if (woman) {
      pigment.mix(0.45 * step(above, 1) * step(6.5 - above, 3) * reach, lid);
    }
  }

  private void ball(Spot spot, double dx, double y, Pigment pigment) {
    double open = spot.eyes();
    if (open <= 0) {
      return;
    }
    double shadow = 0.3 * bump(y - upper(dx) + 0.5, 1.6);
    pigment.mix(open, Pigment.times(WHITE, 1 - shadow));
    pigment.mix(open * bump(dx + 13.5, 2), CORNER);
    double radius = length(dx, y - 0.4);
    if (radius > IRIS + 2) {
      return;
    }
    double fibre = noise.at(9 * Math.atan2(y, dx), radius / 5, spot.x() > 0 ? 0 : 50);
    double share = step(IRIS - radius, 0.6);
    pigment.mix(open * share, Pigment.times(iris, 1 - shadow));
    pigment.mix(open * share * (0.45 + 0.3 * fibre) * bump(radius - 4, 1.2), glow);
    pigment.mix(open * share * 0.75 * bump(radius - IRIS, 0.8), rim);
    pigment.mix(open * step(PUPIL - radius, 0.5), DARK);
    double towards = spot.x() > 0 ? dx : -dx;
    pigment.mix(0.95 * open * step(1.5 - length(towards + 2.2, y - 2.6), 0.5), LIGHT);
  }

  private void lashes(double dx, double y, Pigment pigment) {
    double above = y - upper(dx);
    double wing = woman ? 3.5 : 0;
    double reach = step(dx + 14.5, 1) * step(14.5 + wing - dx, 2);
    pigment.mix(0.92 * bump(above - 0.5, woman ? 1.35 : 0.85) * reach, DARK);
    double below = y - lower(dx);
    pigment.mix((woman ? 0.5 : 0.3) * bump(below + 0.5, 0.7) * step(13 - Math.abs(dx), 2), DARK);
  }

  /** Height of the upper lid's edge on the built-in head. */
  private static double upper(double dx) {
    double u = dx / 14.5;
    return 0.07 * dx + (u * u >= 1 ? 1.5 * (1 - u * u) : 5.6 * Math.pow(1 - u * u, 0.75));
  }

  private static double lower(double dx) {
    double u = dx / 14.5;
    return 0.07 * dx - (u * u >= 1 ? 1.5 * (1 - u * u) : 4.4 * Math.pow(1 - u * u, 0.75));
  }
}
