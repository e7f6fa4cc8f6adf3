package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import io.facesweep.tensor.RandomStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Reads beard, glasses, age and the eyes' colour off textures of the built-in head. It has learnt
 * them from painted people, sharp and blurred; how often it is right on others is {@link
 * #accuracy}.
 */
public final class FeatureOracle {
  private static final int PEOPLE = 1200;
  private static final int OTHERS = 300;
  private static final double SHARP = 0.5;

  private final Map<FaceFeature, TexelFeatures> seen = new EnumMap<>(FaceFeature.class);
  private final Map<FaceFeature, LinearClassifier> classifiers = new EnumMap<>(FaceFeature.class);
  private final Map<FaceFeature, Double> accuracy = new EnumMap<>(FaceFeature.class);
  private final TexturePainter painter;
  private final boolean[] readTexels;

  /**
   * @param side of the textures that it reads, texels
   */
  public FeatureOracle(FaceModel face, int side) {
    this.painter = new TexturePainter(face, side, 2);
    HeadChart chart = HeadChart.of(face, side);
    for (FaceFeature feature : FaceFeature.values()) {
      TexelFeatures texels = new TexelFeatures(chart, feature);
      seen.put(feature, texels);
      classifiers.put(feature, new LinearClassifier(words(feature), texels.size()));
    }
    this.readTexels = withNeighbours(side);
    people(
        0,
        PEOPLE,
        (texture, person) ->
            classifiers.forEach(
                (feature, classifier) ->
                    classifier.learn(features(feature, texture), feature.word(person))));
    classifiers.values().forEach(LinearClassifier::fit);
    people(
        1,
        OTHERS,
        (texture, person) -> {
          for (FaceFeature feature : FaceFeature.values()) {
            boolean right = read(feature, texture).equals(feature.word(person));
            accuracy.merge(feature, right ? 1.0 / OTHERS : 0, Double::sum);
          }
        });
  }

  /** Returns the texels that any feature is read from, and those that they are blurred with. */
  private boolean[] withNeighbours(int side) {
    boolean[] read = new boolean[side * side];
    seen.values().forEach(texels -> texels.markIn(read));
    boolean[] all = new boolean[read.length];
    for (int texel = 0; texel < all.length; texel++) {
      if (read[texel]) {
        for (int neighbour = 0; neighbour < 9; neighbour++) {
          all[neighbour(texel, neighbour, side)] = true;
        }
      }
    }
    return all;
  }

  /** Returns one of a texel and its eight neighbours, round the seam. */
  private static int neighbour(int texel, int number, int side) {
    int y = Math.min(side - 1, Math.max(0, texel / side + number / 3 - 1));
    int x = Math.floorMod(texel % side + number % 3 - 1, side);
    return y * side + x;
  }

  /** All words of a feature, in the alphabet's order. */
  private static List<String> words(FaceFeature feature) {
    TreeSet<String> words = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < PEOPLE; i++) {
      words.add(feature.word(Person.draw(random, 0)));
    }
    return List.copyOf(words);
  }

  private void people(int stream, int count, BiConsumer<float[], Person> use) {
    RandomStream random = RandomStream.of("feature oracle", stream);
    for (int i = 0; i < count; i++) {
      SplittableRandom draw = random.child(i).scalars();
      Person person = Person.draw(draw, 0);
      float[] texture = painter.paint(person, draw, readTexels);
      use.accept(draw.nextDouble() < SHARP ? texture : blurred(texture), person);
    }
  }

  /** Means of a texel and its eight neighbours; what the nets leave of detail. */
  private float[] blurred(float[] texture) {
    int side = painter.side();
    int plane = side * side;
    float[] blurred = new float[texture.length];
    for (int i = 0; i < texture.length; i++) {
      float sum = 0;
      for (int number = 0; number < 9; number++) {
        sum += texture[i / plane * plane + neighbour(i % plane, number, side)];
      }
      blurred[i] = sum / 9;
    }
    return blurred;
  }

  private double[] features(FaceFeature feature, float[] texture) {
    TexelFeatures texels = seen.get(feature);
    if (texels == null) {
      throw new IllegalStateException("Cannot read " + feature + ": it was not learnt");
    }
    return texels.of(texture);
  }

  /**
   * Reads a feature.
   *
   * @param texture [3, side, side] in [0, 1]
   * @return a word as {@link FaceFeature} lists them
   */
  public String read(FaceFeature feature, float[] texture) {
    LinearClassifier classifier = classifiers.get(feature);
    if (classifier == null) {
      throw new IllegalStateException("Cannot read " + feature + ": it was not learnt");
    }
    return classifier.name(features(feature, texture));
  }

  /** Returns the shares of right words on painted people that it has not learnt from. */
  public Map<FaceFeature, Double> accuracy() {
    return Map.copyOf(accuracy);
  }
}
