package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.bump;
import static io.facesweep.train.demo.Falloff.step;

import java.util.SplittableRandom;

/** Glasses with round or square rims, a bridge, arms to the ears and a reflection. */
final class PaintedGlasses implements PaintLayer {
  private static final double EYE_X = 31.5;
  private static final float[][] RIMS = {
    {0.03f, 0.03f, 0.04f}, {0.05f, 0.04f, 0.04f}, {0.13f, 0.04f, 0.03f}
  };
  private static final float[] GLASS = {0.72f, 0.80f, 0.86f};
  private static final float[] LIGHT = {1, 1, 1};

  private final float[] rim;
  private final double power;
  private final double half;

  PaintedGlasses(SplittableRandom random) {
    this.rim = RIMS[random.nextInt(RIMS.length)];
    this.power = random.nextBoolean() ? 2 : 4;
    this.half = 2.3 + 0.6 * random.nextDouble();
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    double x = spot.side();
    double y = spot.y();
    double z = spot.z();
    if (Math.abs(y) > 40) {
      return;
    }
    if (z > 35) {
      double dx = Math.abs(x - EYE_X) / 20.5;
      double dy = Math.abs(y + 2.5) / (power > 2 ? 14.5 : 17.5);
      double distance = 17.5 * (Math.pow(Math.pow(dx, power) + Math.pow(dy, power), 1 / power) - 1);
      double lens = step(-distance, 1);
      pigment.mix(0.1 * lens, GLASS);
      double streak = bump(x - EYE_X - 0.8 * (y + 2) - 9, 1.6);
      pigment.mix(0.28 * lens * streak, LIGHT);
      pigment.shade(0.2 * bump(distance - 4, 2) * step(-y, 4));
      pigment.mix(0.97 * step(half - Math.abs(distance), 0.7), rim);
      pigment.mix(0.97 * step(2 - Math.abs(y - 4.5 + 0.02 * x * x), 0.7) * step(13 - x, 1), rim);
    }
    pigment.mix(0.97 * step(2.3 - Math.abs(y - 4), 0.7) * step(x - 52, 2) * step(z + 15, 4), rim);
  }
}
