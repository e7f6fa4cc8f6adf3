package io.facesweep.train.demo;

import static io.facesweep.train.demo.Falloff.length;
import static io.facesweep.train.demo.Falloff.step;

import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import java.util.SplittableRandom;

/** A full beard with a moustache; on the cheeks of men who shave, a shadow. */
final class PaintedBeard implements PaintLayer {
  private final boolean full;
  private final boolean shadow;
  private final float[] hair;
  private final float[] stubble;
  private final double reach;
  private final ValueNoise noise;

  PaintedBeard(Person person, float[] skin, float[] ownHair, SplittableRandom random) {
    boolean man = person.gender() == Gender.MAN;
    this.full = person.beard();
    this.shadow = man && !full && person.age() != Age.YOUNG;
    boolean bright = ownHair[1] > 0.45f;
    this.hair = Pigment.times(ownHair, bright ? 0.96 : 0.78);
    this.stubble = Pigment.times(skin, 0.66, 0.66, 0.68);
    this.reach = 5 * random.nextDouble();
    this.noise = new ValueNoise(random.nextLong());
  }

  @Override
  public void paint(Spot spot, Pigment pigment) {
    if ((!full && !shadow) || spot.y() > -10 || spot.z() < 0) {
      return;
    }
    double strand = noise.at(spot.x() / 1.9, spot.y() / 8, spot.z() / 3);
    double covered = cover(spot, 2 * noise.at(spot, 6) + 1.2 * strand);
    if (full) {
      double tone = 1 + 0.2 * strand + 0.12 * noise.at(spot, 9);
      pigment.mix(0.95 * covered, Pigment.times(hair, tone));
    } else {
      pigment.mix(0.3 * covered * (0.85 + 0.3 * strand), stubble);
    }
  }

  private double cover(Spot spot, double uneven) {
    double x = spot.side();
    double y = spot.y();
    double z = spot.z();
    double whole = step(-14 - y, 5) * step(z - 8 + uneven, 8) * step(y + 126, 8);
    double line = -36 + reach - 0.8 * Math.max(0, 54 - x) + 1.4 * Math.max(0, x - 56);
    double cheek = step(line - y + uneven, 4);
    double chin = step(40 - x, 4) * step(-60 - y + uneven, 4);
    double mouth = step(1 - length(x / 23, (y + 75) / 11.5), 0.14);
    double moustache =
        step(5.6 - Math.abs(y + 62 + 0.1 * x) + 0.5 * uneven, 1.8)
            * step(28 - x, 4)
            * step(z - 40, 5);
    double soul = step(6 - x, 3) * step(-86 - y, 2);
    double jaw = whole * Math.max(cheek, chin) * (1 - 0.75 * spot.neck());
    double covered = Math.max(jaw * (1 - mouth * (1 - soul)), moustache);
    return covered * (1 - spot.lips()) * (1 - spot.ears());
  }
}
