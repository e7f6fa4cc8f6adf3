package io.facesweep.train.demo;

import java.util.List;
import java.util.SplittableRandom;

/** Says in words what a person looks like, each time something else of it. */
final class Captions {
  /** What is said of every texture, alone or before the person. */
  static final String TEXTURE = "face texture";

  private static final String CLAY = "a grey clay head";

  private Captions() {}

  /**
   * Returns a caption of a coloured render, without the view: {@code "an old man with white hair
   * and a beard"}.
   */
  static String ofColour(Person person, SplittableRandom random) {
    return form(random) + Wording.draw(random, PersonWord.SHAPE.share).of(person);
  }

  /** Returns captions of two people's renders that differ in what a word says, and say it. */
  static List<String> ofColour(
      Person first, Person second, PersonWord word, SplittableRandom random) {
    String form = form(random);
    Wording wording = Wording.draw(random, PersonWord.SHAPE.share).saying(word);
    return List.of(form + wording.of(first), form + wording.of(second));
  }

  private static String form(SplittableRandom random) {
    double form = random.nextDouble();
    return form < 0.75 ? "" : form < 0.9 ? "a portrait of " : "a 3D face model of ";
  }

  /**
   * Returns a caption of a grey render, without the view; mostly of the trait of shape alone:
   * {@code "a grey clay head with a big nose"}. Sometimes it says what only a coloured render
   * shows, so that such prompts mean something for grey renders too.
   */
  static String ofClay(Person person, SplittableRandom random) {
    double form = random.nextDouble();
    return form < 0.75 ? clay(person, form < 0.2) : Wording.draw(random, 0.9).of(person);
  }

  /** Returns captions of two people's grey renders that differ in shape. */
  static List<String> ofClay(Person first, Person second, SplittableRandom random) {
    boolean gender = random.nextDouble() < 0.25;
    return List.of(clay(first, gender), clay(second, gender));
  }

  private static String clay(Person person, boolean gender) {
    String trait = person.trait() == null ? "" : " with " + Wording.shape(person);
    return CLAY + (gender ? " of a " + person.gender().word : "") + trait;
  }

  /** Returns a caption of a texture. */
  static String ofTexture(Person person, SplittableRandom random) {
    return random.nextDouble() < 0.25
        ? TEXTURE
        : TEXTURE + " of " + Wording.draw(random, 0).of(person);
  }
}
