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
import java.util.function.Function;

/**
 * Reads the colours of skin and hair off pictures of the built-in head: off its textures, and off
 * front views. It has learnt them from painted people and so knows what light, beards and glasses
 * do to them; how often it is right on others of those is {@link #accuracy}.
 */
public final class ColourOracle {
  private static final int PEOPLE = 420;
  private static final String BALD = "bald";

  private final int side;
  private final DemoViews views;
  private final boolean[] skinInTexture;
  private final boolean[] hairInTexture;
  private final boolean[] skinInFront;
  private final boolean[] hairInFront;
  private final ColourClassifier textureSkin;
  private final ColourClassifier textureHair;
  private final ColourClassifier frontSkin;
  private final ColourClassifier frontHair;
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
    HeadChart chart = HeadChart.of(face, side);
    this.skinInTexture = new boolean[side * side];
    this.hairInTexture = new boolean[side * side];
    for (int i = 0; i < side * side; i++) {
      double x = Math.abs(chart.x(i));
      double y = chart.y(i);
      skinInTexture[i] = chart.z(i) > 20 && x > 30 && x < 58 && y > -32 && y < -12;
      hairInTexture[i] = chart.region("scalp")[i] > 0.95 && y > 20;
    }
    this.skinInFront = inFront(face, skinInTexture);
    this.hairInFront = inFront(face, hairInTexture);
    DemoRenderer renderer = new DemoRenderer(face, side);
    List<Seen> known = people(renderer, RandomStream.of("oracle", 0));
    this.textureSkin = learnt(known, seen -> seen.textureSkin, Seen::skinName);
    this.textureHair = learnt(known, seen -> seen.textureHair, Seen::hairName);
    this.frontSkin = learnt(known, seen -> seen.frontSkin, Seen::skinName);
    this.frontHair = learnt(known, seen -> seen.frontHair, Seen::hairName);
    int right = 0;
    List<Seen> others = people(renderer, RandomStream.of("oracle", 1));
    for (Seen seen : others) {
      right += frontSkin.name(seen.frontSkin).equals(seen.skinName()) ? 1 : 0;
      right += frontHair.name(seen.frontHair).equals(seen.hairName()) ? 1 : 0;
    }
    this.accuracy = right / (2.0 * others.size());
  }

  /** Colours of a painted person. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
  private record Seen(
      Person person,
      float[] textureSkin,
      float[] textureHair,
      float[] frontSkin,
      float[] frontHair) {
    String skinName() {
      return person.skin().word;
    }

    String hairName() {
      return person.style() == HairStyle.BALD ? BALD : person.hair().word;
    }
  }

  private static ColourClassifier learnt(
      List<Seen> people, Function<Seen, float[]> colour, Function<Seen, String> name) {
    return ColourClassifier.learn(
        people.stream().map(colour).toList(), people.stream().map(name).toList());
  }

  /** Where a mask of the texture is seen in a front view. */
  private boolean[] inFront(FaceModel face, boolean[] mask) {
    float[] values = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      values[i] = mask[i] ? 1 : 0;
    }
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor vertices = Tensor.of(face.mean().vertices(), 1, face.vertexCount(), 3);
      float[] shown =
          new Renderer(MeshTopology.of(face.mean()), side, side)
              .view(vertices, List.of(views.camera(0, 0, 0.5)))
              .textured(Tensor.of(values, 1, side, side), UAxis.WRAP, Tensor.zeros(1))
              .toFloats();
      boolean[] seen = new boolean[shown.length];
      for (int i = 0; i < shown.length; i++) {
        seen[i] = shown[i] > 0.98;
      }
      return seen;
    }
  }

  private List<Seen> people(DemoRenderer renderer, RandomStream random) {
    List<Seen> seen = new ArrayList<>();
    for (int begin = 0; begin < PEOPLE; begin += 30) {
      List<DemoItem> items = new ArrayList<>();
      for (int i = begin; i < begin + 30; i++) {
        RandomStream own = random.child(i);
        SplittableRandom draw = own.scalars();
        Camera camera =
            views.camera(
                30 * draw.nextDouble() - 15, 30 * draw.nextDouble() - 15, draw.nextDouble());
        float[] light = DemoItem.directed(draw, camera.azimuth());
        items.add(new DemoItem(false, Person.draw(draw, 0.3), camera, light, own));
      }
      float[] images = renderer.render(items).images();
      int size = 3 * side * side;
      for (int i = 0; i < items.size(); i++) {
        DemoItem item = items.get(i);
        float[] texture = renderer.painter().paint(item.person(), item.textureRandom());
        float[] front = Arrays.copyOfRange(images, i * size, (i + 1) * size);
        seen.add(
            new Seen(
                item.person(),
                mean(texture, skinInTexture),
                mean(texture, hairInTexture),
                mean(front, skinInFront),
                mean(front, hairInFront)));
      }
    }
    return seen;
  }

  private float[] mean(float[] image, boolean[] mask) {
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
    return new Reading(
        textureSkin.name(mean(texture, skinInTexture)),
        textureHair.name(mean(texture, hairInTexture)));
  }

  /**
   * Reads a front view, of any light, of a head about in the middle.
   *
   * @param image [3, side, side] in [0, 1]
   */
  public Reading ofFrontView(float[] image) {
    return new Reading(
        frontSkin.name(mean(image, skinInFront)), frontHair.name(mean(image, hairInFront)));
  }

  /** Share of right words on front views of painted people that it has not learnt from. */
  public double accuracy() {
    return accuracy;
  }
}
