package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.Renderer;
import io.facesweep.render.SphericalHarmonicsLight;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Reads the colours of skin and hair off front views of the built-in head. It has learnt them from
 * painted people, unlit and under the lights and from the angles that are called a front view, and
 * so knows what those, beards and glasses do to them; how often it is right on others of those is
 * {@link #accuracy}. It reads a texture off its unlit front view, in which shade may be painted.
 */
public final class ColourOracle {
  private static final int PEOPLE = 3000;
  private static final int OTHERS = 600;
  private static final int PART = 30;
  private static final double[] AZIMUTHS = {-40, -20, 0, 20, 40};
  private static final double[] ELEVATIONS = {-15, 0, 15};

  /** In which share of the front views a pixel shows what is read there. */
  private static final double SEEN = 0.6;

  private static final String BALD = "bald";

  private final int side;
  private final DemoViews views;
  private final Renderer renderer;
  private final FaceModel face;
  private final ColourClassifier skin;
  private final ColourClassifier hair;
  private final double accuracy;

  /**
   * What it reads: a word of {@code pale, tan, brown, dark}, and a colour of hair or {@code bald}.
   */
  public record Reading(String skin, String hair) {
    static Reading of(Person person) {
      return new Reading(
          person.skin().word, person.style() == HairStyle.BALD ? BALD : person.hair().word);
    }
  }

  /**
   * @param recipe of the pictures and textures that it reads
   */
  public ColourOracle(FaceModel face, DemoRecipe recipe) {
    this.side = recipe.side();
    this.views = recipe.views();
    this.renderer = new Renderer(MeshTopology.of(face.mean()), side, side);
    this.face = face;
    HeadChart chart = HeadChart.of(face, side);
    boolean[] front = new boolean[side * side];
    boolean[] crown = new boolean[side * side];
    for (int i = 0; i < side * side; i++) {
      double x = Math.abs(chart.x(i));
      double y = chart.y(i);
      front[i] = chart.z(i) > 5 && x < 62 && y > -75 && y < 15;
      crown[i] = chart.region("scalp")[i] > 0.95 && y > 20;
    }
    this.skin = new ColourClassifier(mostlySeen(front));
    this.hair = new ColourClassifier(mostlySeen(crown));
    DemoRenderer pictures = new DemoRenderer(face, side);
    people(
        pictures,
        RandomStream.of("oracle", 0),
        PEOPLE,
        (image, known) -> {
          skin.learn(image, known.skin);
          hair.learn(image, known.hair);
        });
    AtomicInteger right = new AtomicInteger();
    people(
        pictures,
        RandomStream.of("oracle", 1),
        OTHERS,
        (image, known) -> {
          Reading reading = ofFrontView(image);
          right.addAndGet(reading.skin.equals(known.skin) ? 1 : 0);
          right.addAndGet(reading.hair.equals(known.hair) ? 1 : 0);
        });
    this.accuracy = right.get() / (2.0 * OTHERS);
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
          .textured(
              Tensor.of(texture, 1, channels, side, side),
              TextureWrap.REPEAT,
              Tensor.zeros(channels))
          .toFloats();
    }
  }

  private void people(
      DemoRenderer pictures, RandomStream random, int count, BiConsumer<float[], Reading> use) {
    for (int begin = 0; begin < count; begin += PART) {
      List<DemoItem> items = new ArrayList<>();
      for (int i = begin; i < begin + PART; i++) {
        RandomStream own = random.child(i);
        SplittableRandom draw = own.scalars();
        Camera camera =
            views.camera(
                90 * draw.nextDouble() - 45, 40 * draw.nextDouble() - 20, draw.nextDouble());
        float[] light =
            draw.nextBoolean()
                ? SphericalHarmonicsLight.even(1)
                : DemoItem.directed(draw, camera.azimuth());
        items.add(new DemoItem(false, Person.draw(draw, 0.3), camera, light, own));
      }
      float[] images = pictures.render(items).images();
      int size = 3 * side * side;
      for (int i = 0; i < items.size(); i++) {
        use.accept(
            Arrays.copyOfRange(images, i * size, (i + 1) * size),
            Reading.of(items.get(i).person()));
      }
    }
  }

  /** Returns whether it has learnt from this very face. */
  boolean reads(FaceModel other) {
    return other.fingerprint().equals(face.fingerprint());
  }

  FaceModel face() {
    return face;
  }

  /** Returns the side of the pictures and textures that it reads, in pixels. */
  int side() {
    return side;
  }

  /**
   * Reads a texture.
   *
   * @param texture [3, side, side] in [0, 1]
   */
  public Reading ofTexture(float[] texture) {
    return ofFrontView(view(texture, 3, views.camera(0, 0, 0.5)));
  }

  /**
   * Reads a front view, of any light, of a head about in the middle.
   *
   * @param image [3, side, side] in [0, 1]
   */
  public Reading ofFrontView(float[] image) {
    return new Reading(skin.name(image), hair.name(image));
  }

  /** Share of right words on front views of painted people that it has not learnt from. */
  public double accuracy() {
    return accuracy;
  }
}
