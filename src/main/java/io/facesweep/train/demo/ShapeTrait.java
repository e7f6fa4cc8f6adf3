package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What captions say of a head's shape: a noun, a word for either end, and the components of the
 * built-in head that it stands for, with their shares.
 */
public enum ShapeTrait {
  NOSE(
      4,
      "nose",
      "big",
      "small",
      Map.of("nose-projection", 0.7, "nose-width", 0.8, "nose-length", 0.5, "nose-tip-size", 0.6)),
  JAW(3, "jaw", "wide", "narrow", Map.of("jaw-width", 1.0, "chin-width", 0.8)),
  FACE(2, "face", "long", "short", Map.of("face-length", 1.0)),
  EARS(4, "ears", "big", "small", Map.of("ear-size", 1.0, "ear-protrusion", 0.9)),
  FOREHEAD(2, "forehead", "high", "low", Map.of("head-height", 1.0));

  private final int share;
  private final String noun;
  private final String more;
  private final String less;
  private final Map<String, Double> components;

  ShapeTrait(int share, String noun, String more, String less, Map<String, Double> components) {
    this.share = share;
    this.noun = noun;
    this.more = more;
    this.less = less;
    this.components = components;
  }

  /** Draws one: the fewer pixels a trait changes, the more often, for a net learns it later. */
  static ShapeTrait draw(SplittableRandom random) {
    ShapeTrait[] all = values();
    int ticket = random.nextInt(Arrays.stream(all).mapToInt(trait -> trait.share).sum());
    int index = 0;
    while (ticket >= all[index].share) {
      ticket -= all[index].share;
      index++;
    }
    return all[index];
  }

  /** Such as {@code "a big nose"} or {@code "small ears"}. */
  public String phrase(Direction direction) {
    String words = (direction == Direction.MORE ? more : less) + " " + noun;
    return noun.endsWith("s") ? words : "a " + words;
  }

  /** The two ends. */
  public enum Direction {
    MORE(1),
    LESS(-1);

    final int sign;

    Direction(int sign) {
      this.sign = sign;
    }
  }

  /** Adds the trait to identity coefficients [K]. */
  void addTo(float[] coefficients, FaceModel face, double deviations) {
    components.forEach(
        (name, share) ->
            coefficients[face.identityNames().indexOf(name)] += (float) (share * deviations));
  }

  /**
   * How much of the trait coefficients have, in standard deviations: their projection on its
   * direction.
   */
  public double measure(float[] coefficients, FaceModel face) {
    double product = 0;
    double length = 0;
    for (Map.Entry<String, Double> component : components.entrySet()) {
      int index = face.identityNames().indexOf(component.getKey());
      product += component.getValue() * coefficients[index];
      length += component.getValue() * component.getValue();
    }
    return product / length;
  }
}
