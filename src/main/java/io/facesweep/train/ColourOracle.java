package io.facesweep.train;

import io.facesweep.face.FaceModel;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.Renderer;
import io.facesweep.render.UAxis;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.Person.HairStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Reads the colours of skin and hair off front views of the built-in head. It has learnt them from
 * painted people, seen under the lights and from the angles that are called a front view, and so
 * knows what those, beards and glasses do to them; how often it is right on others of those is
 * {@link #accuracy}. It reads a texture off its unlit front view.
 */
public final class ColourOracle {
  private static final int PEOPLE = 840;
  private static final int PART = 30;
  private static final double[] AZIMUTHS = {-40, -20, 0, 20, 40};
  private static final double[] ELEVATIONS = {-15, 0, 15};

  /** In which share of the front views a pixel shows what is read there. */
  private static final double SEEN = 0.6;

  private static final double FULL_LIGHT = 1;
  private static final double MOST_SHADE = 0.3;
  private static final String BALD = "bald";

  private final int side;
  private final DemoViews views;
  private final Renderer renderer;
  private final FaceModel face;
  private final boolean[] skinMask;
  private final boolean[] hairMask;
  private final Words ofLit;
  private final Words ofUnlit;
  private final double accuracy;

  /**
   * What it reads: a word of {@code pale, tan, brown, dark}, and a colour of hair or {@code bald}.
   */
  public record Reading(String skin, String hair) {}

  /**
   * @param recipe of the pictures and textures that it reads
   */
  public ColourOracle(FaceModel face, DemoRecipe recipe) {
    this.side = recipe.side();
    this.views = recipe.views();
    this.renderer = new Renderer(MeshTopology.of(face.mean()), side, side);
    this.face = face;
    HeadChart chart = HeadChart.of(face, side);
    boolean[] cheeks = new boolean[side * side];
    boolean[] crown = new boolean[side * side];
    for (int i = 0; i < side * side; i++) {
      double x = Math.abs(chart.x(i));
      double y = chart.y(i);
      cheeks[i] = chart.z(i) > 5 && x < 62 && y > -58 && y < -8;
      crown[i] = chart.region("scalp")[i] > 0.95 && y > 20;
    }
    this.skinMask = mostlySeen(cheeks);
    this.hairMask = mostlySeen(crown);
    DemoRenderer pictures = new DemoRenderer(face, side);
    List<Seen> lit = people(pictures, RandomStream.of("oracle", 0), ColourOracle::anyLight);
    this.ofLit = Words.learnt(lit);
    this.accuracy =
        ofLit.accuracy(people(pictures, RandomStream.of("oracle", 1), ColourOracle::anyLight));
    this.ofUnlit =
        Words.learnt(people(pictures, RandomStream.of("oracle", 2), ColourOracle::evenLight));
  }

  private static float[] anyLight(SplittableRandom random, double cameraAzimuth) {
    return DemoItem.directed(random, cameraAzimuth);
  }

  /** Full light on a texture that may have some shade painted in. */
  private static float[] evenLight(SplittableRandom random, double cameraAzimuth) {
    return DemoItem.even(FULL_LIGHT - MOST_SHADE * random.nextDouble());
  }

  /** Which light falls on a person. */
  private interface Light {
    float[] draw(SplittableRandom random, double cameraAzimuth);
  }

  /** Words for the colours of skin and hair, as people of known colours look. */
  private record Words(ColourClassifier skin, ColourClassifier hair) {
    static Words learnt(List<Seen> people) {
      return new Words(
          ColourClassifier.learn(
              people.stream().map(Seen::skin).toList(),
              people.stream().map(Seen::skinName).toList()),
          ColourClassifier.learn(
              people.stream().map(Seen::hair).toList(),
              people.stream().map(Seen::hairName).toList()));
    }

    double accuracy(List<Seen> people) {
      int right = 0;
      for (Seen seen : people) {
        right += skin.name(seen.skin).equals(seen.skinName()) ? 1 : 0;
        right += hair.name(seen.hair).equals(seen.hairName()) ? 1 : 0;
      }
      return right / (2.0 * people.size());
    }

    Reading of(float[] skinColour, float[] hairColour) {
      return new Reading(skin.name(skinColour), hair.name(hairColour));
    }
  }

  /** Colours of a painted person. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
  private record Seen(Person person, float[] skin, float[] hair) {
    String skinName() {
      return person.skin().word;
    }

    String hairName() {
      return person.style() == HairStyle.BALD ? BALD : person.hair().word;
    }
  }

  /** The pixels at which most front views show a part of the texture. */
  private boolean[] mostlySeen(boolean[] part) {
    float[] values = new float[part.length];
    for (int i = 0; i < part.length; i++) {
      values[i] = part[i] ? 1 : 0;
    }
    int[] views = new int[part.length];
    int all = AZIMUTHS.length * ELEVATIONS.length;
    for (double azimuth : AZIMUTHS) {
      for (double elevation : ELEVATIONS) {
        float[] shown = view(values, 1, this.views.camera(azimuth, elevation, 0.5));
        for (int i = 0; i < views.length; i++) {
          views[i] += shown[i] > 0.8 ? 1 : 0;
        }
      }
    }
    boolean[] mostly = new boolean[part.length];
    for (int i = 0; i < mostly.length; i++) {
      mostly[i] = views[i] >= SEEN * all;
    }
    return mostly;
  }

  /** The mean head, unlit: [channels, side, side], 0 behind it. */
  private float[] view(float[] texture, int channels, Camera camera) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      return renderer
          .view(Tensor.of(face.mean().vertices(), 1, face.vertexCount(), 3), List.of(camera))
          .textured(Tensor.of(texture, 1, channels, side, side), UAxis.WRAP, Tensor.zeros(channels))
          .toFloats();
    }
  }

  private List<Seen> people(DemoRenderer pictures, RandomStream random, Light light) {
    List<Seen> seen = new ArrayList<>();
    for (int begin = 0; begin < PEOPLE; begin += PART) {
      List<DemoItem> items = new ArrayList<>();
      for (int i = begin; i < begin + PART; i++) {
        RandomStream own = random.child(i);
        SplittableRandom draw = own.scalars();
        Camera camera =
            views.camera(
                90 * draw.nextDouble() - 45, 40 * draw.nextDouble() - 20, draw.nextDouble());
        float[] shone = light.draw(draw, camera.azimuth());
        items.add(new DemoItem(false, Person.draw(draw, 0.3), camera, shone, own));
      }
      float[] images = pictures.render(items).images();
      int size = 3 * side * side;
      for (int i = 0; i < items.size(); i++) {
        float[] image = Arrays.copyOfRange(images, i * size, (i + 1) * size);
        seen.add(new Seen(items.get(i).person(), mean(image, skinMask), mean(image, hairMask)));
      }
    }
    return seen;
  }

  private static float[] mean(float[] image, boolean[] mask) {
    double[] sum = new double[3];
    int count = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        count++;
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += image[channel * mask.length + i];
        }
      }
    }
    return new float[] {
      (float) (sum[0] / count), (float) (sum[1] / count), (float) (sum[2] / count)
    };
  }

  /**
   * Reads a texture.
   *
   * @param texture [3, side, side] in [0, 1]
   */
  public Reading ofTexture(float[] texture) {
    return read(ofUnlit, view(texture, 3, views.camera(0, 0, 0.5)));
  }

  /**
   * Reads a front view, of any light, of a head about in the middle.
   *
   * @param image [3, side, side] in [0, 1]
   */
  public Reading ofFrontView(float[] image) {
    return read(ofLit, image);
  }

  private Reading read(Words words, float[] image) {
    return words.of(mean(image, skinMask), mean(image, hairMask));
  }

  /** Share of right words on front views of painted people that it has not learnt from. */
  public double accuracy() {
    return accuracy;
  }
}
