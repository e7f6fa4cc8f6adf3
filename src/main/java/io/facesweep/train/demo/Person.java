package io.facesweep.train.demo;

import io.facesweep.face.FaceModel;
import io.facesweep.train.Initialisation;
import io.facesweep.train.demo.Palette.Eyes;
import io.facesweep.train.demo.Palette.Hair;
import io.facesweep.train.demo.Palette.Skin;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a made-up person.
 *
 * @param hair colour of hair, brows and beard, also of who is bald
 * @param trait the one strong trait of shape, if any
 * @param direction of the trait
 */
public record Person(
    Gender gender,
    Age age,
    Skin skin,
    HairStyle style,
    Hair hair,
    Eyes eyes,
    boolean beard,
    boolean glasses,
    @Nullable ShapeTrait trait,
    ShapeTrait.Direction direction) {

  /** Man or woman. */
  enum Gender {
    MAN("man"),
    WOMAN("woman");

    final String word;

    Gender(String word) {
      this.word = word;
    }
  }

  /** Wrinkles, and what an adjective says. */
  enum Age {
    YOUNG,
    ADULT,
    OLD
  }

  /** How much of the head is covered. */
  enum HairStyle {
    BALD,
    SHORT,
    LONG
  }

  /**
   * Draws a person that is not held out.
   *
   * @param traitShare how often there is a trait of shape
   */
  public static Person draw(SplittableRandom random, double traitShare) {
    Person person;
    do {
      person = any(random, traitShare);
    } while (HeldOut.isHeldOut(person));
    return person;
  }

  private static Person any(SplittableRandom random, double traitShare) {
    Gender gender = random.nextDouble() < 0.5 ? Gender.MAN : Gender.WOMAN;
    boolean man = gender == Gender.MAN;
    double age = random.nextDouble();
    double style = random.nextDouble();
    double bald = man ? 0.18 : 0.04;
    double longHair = man ? 0.2 : 0.75;
    return new Person(
        gender,
        age < 0.3 ? Age.YOUNG : age < 0.65 ? Age.ADULT : Age.OLD,
        one(Skin.values(), random),
        style < bald
            ? HairStyle.BALD
            : style < bald + (1 - bald) * longHair ? HairStyle.LONG : HairStyle.SHORT,
        one(Hair.values(), random),
        one(Eyes.values(), random),
        man && random.nextDouble() < 0.5,
        random.nextDouble() < 0.35,
        random.nextDouble() < traitShare ? ShapeTrait.draw(random) : null,
        random.nextDouble() < 0.5 ? ShapeTrait.Direction.MORE : ShapeTrait.Direction.LESS);
  }

  private static <T> T one(T[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }

  /** Returns the same person with another trait of shape. */
  Person with(@Nullable ShapeTrait other, ShapeTrait.Direction otherDirection) {
    return new Person(gender, age, skin, style, hair, eyes, beard, glasses, other, otherDirection);
  }

  Person with(Gender other) {
    return new Person(other, age, skin, style, hair, eyes, beard, glasses, trait, direction);
  }

  Person with(Age other) {
    return new Person(gender, other, skin, style, hair, eyes, beard, glasses, trait, direction);
  }

  Person with(Skin other) {
    return new Person(gender, age, other, style, hair, eyes, beard, glasses, trait, direction);
  }

  Person with(Hair other) {
    return new Person(gender, age, skin, style, other, eyes, beard, glasses, trait, direction);
  }

  Person with(Eyes other) {
    return new Person(gender, age, skin, style, hair, other, beard, glasses, trait, direction);
  }

  Person withBeard(boolean other) {
    return new Person(gender, age, skin, style, hair, eyes, other, glasses, trait, direction);
  }

  Person withGlasses(boolean other) {
    return new Person(gender, age, skin, style, hair, eyes, beard, other, trait, direction);
  }

  /**
   * Identity coefficients [K]: small ones everywhere, the gender's, and the trait's, 3.2 to 4.8
   * standard deviations: a caricature, which a small net learns in an hour.
   */
  float[] coefficients(FaceModel face, SplittableRandom random) {
    float[] coefficients = new float[face.identityCount()];
    for (int k = 0; k < coefficients.length; k++) {
      double noise = Initialisation.gaussian(random);
      coefficients[k] = (float) (0.3 * Math.max(-2, Math.min(2, noise)));
    }
    double sign = gender == Gender.MAN ? 1 : -1;
    add(coefficients, face, "brow-ridge", sign);
    add(coefficients, face, "neck-width", sign);
    add(coefficients, face, "jaw-width", 0.5 * sign);
    add(coefficients, face, "chin-width", 0.5 * sign);
    double amount = 3.2 + 1.6 * random.nextDouble();
    if (trait != null) {
      trait.addTo(coefficients, face, direction.sign * amount);
    }
    return coefficients;
  }

  private static void add(float[] coefficients, FaceModel face, String name, double amount) {
    coefficients[face.identityNames().indexOf(name)] += (float) amount;
  }
}
