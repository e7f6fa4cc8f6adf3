package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import io.facesweep.train.Initialisation;
import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.Gender;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.SplittableRandom;

/** Paints unlit textures of people by code: skin, brows, eyes, lips, beard, hair, glasses. */
public final class TexturePainter {
  private static final int OVERSAMPLING = 2;
  private static final double EYE_X = 31.5;

  private final int side;
  private final HeadChart chart;
  private final float[] scalp;
  private final float[] eyes;
  private final float[] lips;
  private final float[] ears;
  private final float[] neck;

  /**
   * @param side of the textures in texels
   */
  public TexturePainter(FaceModel face, int side) {
    this.side = side;
    this.chart = HeadChart.of(face, OVERSAMPLING * side);
    this.scalp = chart.region("scalp");
    this.eyes = chart.region("eyes");
    this.lips = chart.region("lips");
    this.ears = chart.region("ears");
    this.neck = chart.region("neck");
  }

  /**
   * The person's texture; small differences of colour are drawn.
   *
   * @return [3, side, side] in [0, 1], row 0 on top
   */
  public float[] paint(Person person, SplittableRandom random) {
    Brush brush = new Brush(person, random);
    int fine = chart.side();
    float[] texture = new float[3 * side * side];
    float share = 1f / (OVERSAMPLING * OVERSAMPLING);
    for (int texel = 0; texel < fine * fine; texel++) {
      brush.paint(texel);
      int target = texel / fine / OVERSAMPLING * side + texel % fine / OVERSAMPLING;
      for (int channel = 0; channel < 3; channel++) {
        float value = Math.min(1, Math.max(0, brush.colour[channel]));
        texture[channel * side * side + target] += share * value;
      }
    }
    return texture;
  }

  /** The colours of one person, and the colour that is being mixed. */
  private final class Brush {
    private final Person person;
    private final float[] skin;
    private final float[] hair;
    private final float[] iris;
    private final float[] lip;
    private final float[] white = {0.95f, 0.95f, 0.94f};
    private final float[] dark = {0.04f, 0.03f, 0.03f};
    private final float[] rim;
    private final float[] streaks;
    private final float[] colour = new float[3];

    Brush(Person person, SplittableRandom random) {
      this.person = person;
      this.skin = varied(person.skin().rgb(), random);
      this.hair = varied(person.hair().rgb(), random);
      this.iris = varied(person.eyes().rgb(), random);
      boolean woman = person.gender() == Gender.WOMAN;
      this.lip =
          woman
              ? new float[] {0.72f, 0.20f, 0.24f}
              : new float[] {0.85f * skin[0], 0.62f * skin[1], 0.60f * skin[2]};
      this.rim = random.nextDouble() < 0.7 ? dark : new float[] {0.35f, 0.12f, 0.08f};
      this.streaks = new float[chart.side()];
      for (int i = 0; i < streaks.length; i++) {
        streaks[i] = (float) (0.08 * Initialisation.gaussian(random));
      }
    }

    private float[] varied(float[] rgb, SplittableRandom random) {
      double brightness = 0.02 * Initialisation.gaussian(random);
      for (int channel = 0; channel < 3; channel++) {
        double value = rgb[channel] + brightness + 0.012 * Initialisation.gaussian(random);
        rgb[channel] = (float) Math.min(1, Math.max(0, value));
      }
      return rgb;
    }

    public void paint(int texel) {
      System.arraycopy(skin, 0, colour, 0, 3);
      double x = Math.abs(chart.x(texel));
      double y = chart.y(texel);
      double z = chart.z(texel);
      boolean front = z > 0;
      if (front) {
        face(x, y);
        mix(lips[texel], lip);
        mix(0.75 * bump(y + 73, 1.6) * step(26 - x, 2) * step(z - 60, 6), dark);
        brows(x, y);
        eye(texel, x, y);
      }
      if (person.beard()) {
        beard(texel, x, y, z);
      }
      if (person.style() != HairStyle.BALD) {
        hair(texel, x, y, z);
      }
      if (person.glasses()) {
        glasses(x, y, z);
      }
    }

    private void face(double x, double y) {
      float[] red = {skin[0], 0.75f * skin[1], 0.72f * skin[2]};
      mix(0.35 * bump(x - 42, 13) * bump(y + 35, 12), red);
      float[] shadow = {0.5f * skin[0], 0.42f * skin[1], 0.4f * skin[2]};
      mix(0.7 * bump(x - 7, 3.2) * bump(y + 51, 2.6), shadow);
      if (person.age() == Age.OLD) {
        double lines = bump(y - 38, 1.8) + bump(y - 48, 1.8) + bump(y - 58, 1.8);
        mix(0.35 * Math.min(1, lines) * step(34 - x, 5), shadow);
        double fold = x - 20 - 0.35 * (-45 - y);
        mix(0.5 * bump(fold, 2.2) * step(-42 - y, 3) * step(y + 82, 3), shadow);
        mix(0.3 * bump(y + 15, 2.2) * bump(x - EYE_X, 13), shadow);
      }
    }

    private void brows(double x, double y) {
      boolean man = person.gender() == Gender.MAN;
      double arch = 17 + (man ? 1.5 : 3) * (1 - Math.pow((x - 32) / 17, 2));
      double half = man ? 3.4 : 2.2;
      float[] brow = {0.75f * hair[0], 0.72f * hair[1], 0.72f * hair[2]};
      mix(0.9 * step(half - Math.abs(y - arch), 0.8) * step(17 - Math.abs(x - 31), 2), brow);
    }

    private void eye(int texel, double x, double y) {
      double open = eyes[texel];
      mix(0.55 * bump(y - 7, 2) * step(17 - Math.abs(x - EYE_X), 2), dark);
      mix(open, white);
      double radius = Math.hypot(x - EYE_X, y - 0.5);
      mix(open * step(6.4 - radius, 0.8), iris);
      mix(open * step(2.6 - radius, 0.7), dark);
    }

    private void beard(int texel, double x, double y, double z) {
      double below = step(-54 - y, 4);
      double whole = below * step(z - 5, 6) * step(y + 128, 6) * (1 - 0.6 * neck[texel]);
      double cheek = step(-38 - y - Math.max(0, 52 - x) * 0.8, 4) * step(z - 5, 6);
      double mouth = step(1 - Math.hypot(x / 20, (y + 74) / 9), 0.15);
      double moustache = step(5 - Math.abs(y + 61), 1.5) * step(27 - x, 3) * step(z - 40, 5);
      double covered = Math.max(Math.min(whole, Math.max(cheek, step(40 - x, 4))), moustache);
      mix(0.93 * covered * (1 - mouth * (1 - moustache)) * (1 - lips[texel]), hair);
    }

    private void hair(int texel, double x, double y, double z) {
      boolean wears = person.style() == HairStyle.LONG;
      double nape = wears ? 1 : step(y + 58, 7);
      double covered = scalp[texel] * nape;
      if (wears) {
        double behind = step(18 - z, 7);
        covered = Math.max(covered, behind);
        covered = Math.max(covered, ears[texel]);
        covered = Math.max(covered, step(x - 58, 4) * step(y + 95, 8) * step(62 - y, 6));
      }
      float streak = 1 + streaks[texel % chart.side()];
      float[] shade = {hair[0] * streak, hair[1] * streak, hair[2] * streak};
      mix(covered, shade);
    }

    private void glasses(double x, double y, double z) {
      if (z > 35) {
        double ring = Math.hypot((x - EYE_X) / 1.2, y + 3);
        mix(0.15 * step(18 - ring, 1), new float[] {0.55f, 0.62f, 0.68f});
        mix(0.95 * step(2.2 - Math.abs(ring - 18), 0.7), rim);
        mix(0.95 * step(1.8 - Math.abs(y - 5), 0.7) * step(12 - x, 1), rim);
      }
      mix(0.95 * step(2.2 - Math.abs(y - 4), 0.7) * step(x - 52, 2) * step(z + 15, 4), rim);
    }

    private void mix(double amount, float[] other) {
      float share = (float) Math.min(1, Math.max(0, amount));
      for (int channel = 0; channel < 3; channel++) {
        colour[channel] += share * (other[channel] - colour[channel]);
      }
    }
  }

  /** Rises from 0 to 1 around 0, over about {@code width} on either side. */
  private static double step(double value, double width) {
    return 1 / (1 + Math.exp(-3 * value / width));
  }

  private static double bump(double value, double width) {
    return Math.exp(-value * value / (2 * width * width));
  }
}
