package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Paints unlit textures of people by code, in layers: skin, age, lips, beard, hair, eyes and brows,
 * glasses. Every layer draws from random numbers of its own, so that a word changes what it names
 * and nothing else; places are in millimetres of the mean head, so that a texture of any size shows
 * the same person.
 */
public final class TexturePainter {
  /** Millimetres around the head. */
  private static final double AROUND = 480;

  /** Points along a side that show lashes and wrinkles. */
  private static final int FINE = 256;

  private static final int MAX_OVERSAMPLING = 4;

  private final int side;
  private final int oversampling;
  private final HeadChart chart;

  /**
   * @param side of the textures in texels
   */
  public TexturePainter(FaceModel face, int side) {
    this(face, side, Math.max(2, Math.min(MAX_OVERSAMPLING, (FINE + side - 1) / side)));
  }

  /**
   * @param oversampling points of a texel along a side
   */
  TexturePainter(FaceModel face, int side, int oversampling) {
    this.side = side;
    this.oversampling = oversampling;
    this.chart = HeadChart.of(face, oversampling * side);
  }

  int side() {
    return side;
  }

  /**
   * The person's texture; small differences are drawn.
   *
   * @return [3, side, side] in [0, 1], row 0 on top
   */
  public float[] paint(Person person, SplittableRandom random) {
    boolean[] all = new boolean[side * side];
    Arrays.fill(all, true);
    return paint(person, random, all);
  }

  /**
   * The same where it is wanted, and black elsewhere.
   *
   * @param wanted [side * side], row 0 on top
   */
  float[] paint(Person person, SplittableRandom random, boolean[] wanted) {
    List<PaintLayer> layers = layers(person, random);
    int fine = chart.side();
    float[] texture = new float[3 * side * side];
    float share = 1f / (oversampling * oversampling);
    Spot spot = new Spot(chart);
    Pigment pigment = new Pigment();
    for (int texel = 0; texel < fine * fine; texel++) {
      int target = texel / fine / oversampling * side + texel % fine / oversampling;
      if (!wanted[target]) {
        continue;
      }
      spot.moveTo(texel);
      for (PaintLayer layer : layers) {
        layer.paint(spot, pigment);
      }
      for (int channel = 0; channel < 3; channel++) {
        texture[channel * side * side + target] += share * pigment.channel(channel);
      }
    }
    return texture;
  }

  /** The layers of a person; each is drawn, whether it is worn or not. */
  private List<PaintLayer> layers(Person person, SplittableRandom random) {
    float[] skin = Pigment.varied(person.skin().rgb(), random.split());
    float[] hair = Pigment.varied(person.hair().rgb(), random.split());
    double finest = AROUND / chart.side();
    List<PaintLayer> layers = new ArrayList<>();
    layers.add(new PaintedSkin(person, skin, finest, random.split()));
    layers.add(new PaintedAge(person.age(), skin, random.split()));
    layers.add(new PaintedMouth(person, skin, random.split()));
    layers.add(new PaintedBeard(person, skin, hair, random.split()));
    PaintLayer scalp = new PaintedHair(person, skin, hair, random.split());
    if (person.style() != HairStyle.BALD) {
      layers.add(scalp);
    }
    layers.add(new PaintedEyes(person, skin, hair, random.split()));
    PaintLayer glasses = new PaintedGlasses(random.split());
    if (person.glasses()) {
      layers.add(glasses);
    }
    return layers;
  }
}
