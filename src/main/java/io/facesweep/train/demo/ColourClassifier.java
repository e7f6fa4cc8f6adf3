package io.facesweep.train.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names what a part of a picture shows by the most alike of examples with known names. Alike is how
 * the part's pixels are distributed, from dark to bright, and not where they are, so that light
 * from a side, a beard or a turned head do not matter much.
 */
final class ColourClassifier {
  private static final int SHARES = 8;

  /** Added to every channel, so that black has a logarithm. */
  private static final double BLACK = 0.03;

  private final List<Example> examples = new ArrayList<>();
  private final boolean[] part;

  /**
   * @param part [side * side], the pixels that are looked at
   */
  ColourClassifier(boolean[] part) {
    this.part = part;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Example(double[] features, String name) {}

  /**
   * Learns from a picture.
   *
   * @param image [3, side, side] in [0, 1]
   */
  void learn(float[] image, String name) {
    examples.add(new Example(features(image), name));
  }

  /**
   * The name of the most alike example.
   *
   * @param image [3, side, side] in [0, 1]
   */
  String name(float[] image) {
    double[] features = features(image);
    return examples.stream()
        .min(Comparator.comparingDouble(example -> distance(example.features, features)))
        .orElseThrow(() -> new IllegalStateException("Cannot name a colour: nothing was learnt"))
        .name;
  }

  /** Mean logarithms of the colours of the part's darkest eighth, the next one, and so on. */
  private double[] features(float[] image) {
    double[][] pixels =
        IntStream.range(0, part.length)
            .filter(i -> part[i])
            .mapToObj(i -> logarithms(image, i))
            .sorted(Comparator.comparingDouble(colour -> Arrays.stream(colour).sum()))
            .toArray(double[][]::new);
    double[] features = new double[3 * SHARES];
    for (int i = 0; i < SHARES; i++) {
      int begin = i * pixels.length / SHARES;
      int end = (i + 1) * pixels.length / SHARES;
      for (int pixel = begin; pixel < end; pixel++) {
        for (int channel = 0; channel < 3; channel++) {
          features[3 * i + channel] += pixels[pixel][channel] / (end - begin);
        }
      }
    }
    return features;
  }

  private double[] logarithms(float[] image, int pixel) {
    double[] logarithms = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      logarithms[channel] = Math.log(image[channel * part.length + pixel] + BLACK);
    }
    return logarithms;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
