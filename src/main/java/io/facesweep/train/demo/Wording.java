package io.facesweep.train.demo;

import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How a caption describes a person, drawn without looking at the person: so two people are
 * described in the same words but for what they differ in.
 *
 * @param order of what is said
 * @param said what is said, where there is a word for it
 * @param alone whether one thing alone is said: the first that there is a word for
 * @param length whether hair is long or short
 * @param beardColour whether a beard's colour is said
 * @param baldFirst {@code a bald man} instead of {@code a man with a bald head}
 */
record Wording(
    List<PersonWord> order,
    Set<PersonWord> said,
    boolean alone,
    boolean length,
    boolean beardColour,
    boolean baldFirst) {

  /** How often one thing alone is said of a person. */
  private static final double ALONE = 0.35;

  /**
   * @param shapeShare how often the trait of shape is said
   */
  static Wording draw(SplittableRandom random, double shapeShare) {
    List<PersonWord> order = new ArrayList<>(List.of(PersonWord.values()));
    order.remove(PersonWord.GENDER);
    for (int i = order.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      PersonWord other = order.set(j, order.get(i));
      order.set(i, other);
    }
    Set<PersonWord> said = EnumSet.noneOf(PersonWord.class);
    for (PersonWord word : PersonWord.values()) {
      if (random.nextDouble() < (word == PersonWord.SHAPE ? shapeShare : word.share)) {
        said.add(word);
      }
    }
    return new Wording(
        order,
        said,
        random.nextDouble() < ALONE,
        random.nextDouble() < 0.35,
        random.nextDouble() < 0.4,
        random.nextDouble() < 0.5);
  }

  /** Returns the same wording in which a word is said for sure, by itself if one thing is. */
  Wording saying(PersonWord word) {
    List<PersonWord> reordered = new ArrayList<>(order);
    Set<PersonWord> more = EnumSet.copyOf(said);
    more.add(word);
    if (alone) {
      reordered.clear();
      if (word != PersonWord.GENDER) {
        reordered.add(word);
      }
    }
    return new Wording(reordered, more, alone, length, beardColour, baldFirst);
  }

  /** Returns the description: {@code an old man with white hair and a beard}. */
  String of(Person person) {
    return alone ? one(person) : several(person);
  }

  private String several(Person person) {
    List<String> particulars = new ArrayList<>();
    String adjectives = "";
    for (PersonWord word : order) {
      if (word == PersonWord.HAIR && isBald(person)) {
        if (!baldFirst) {
          particulars.add("a bald head");
        }
      } else if (said.contains(word) && word.isSaidOf(person)) {
        if (word == PersonWord.AGE) {
          adjectives = age(person);
        } else {
          particulars.add(phrase(word, person));
        }
      }
    }
    String who = person(adjectives + (isBald(person) && baldFirst ? "bald " : ""), person);
    return particulars.isEmpty() ? who : who + " with " + listed(particulars);
  }

  /** Says one thing, each kind of thing as often as the others. */
  private String one(Person person) {
    for (PersonWord word : order) {
      if (word == PersonWord.HAIR && isBald(person)) {
        return person("bald ", person);
      } else if (word == PersonWord.SHAPE && !said.contains(word) || !word.isSaidOf(person)) {
        continue;
      }
      return word == PersonWord.AGE
          ? person(age(person), person)
          : person("", person) + " with " + phrase(word, person);
    }
    return person("", person);
  }

  private static boolean isBald(Person person) {
    return person.style() == HairStyle.BALD;
  }

  private static String person(String adjectives, Person person) {
    return (adjectives.startsWith("o") ? "an " : "a ") + adjectives + person.gender().word;
  }

  private static String age(Person person) {
    return person.age() == Age.OLD ? "old " : "young ";
  }

  private String phrase(PersonWord word, Person person) {
    String colour = person.hair().word;
    return switch (word) {
      case HAIR -> length(person) + colour + " hair";
      case SKIN -> person.skin().word + " skin";
      case BEARD -> !alone && beardColour ? "a " + colour + " beard" : "a beard";
      case GLASSES -> "glasses";
      case EYES -> person.eyes().word + " eyes";
      case SHAPE -> shape(person);
      case GENDER, AGE -> throw new IllegalArgumentException("Cannot say " + word + " after with");
    };
  }

  private String length(Person person) {
    return !length ? "" : person.style() == HairStyle.LONG ? "long " : "short ";
  }

  /** Says the trait of shape; empty without one. */
  static String shape(Person person) {
    ShapeTrait trait = person.trait();
    return trait == null ? "" : trait.phrase(person.direction());
  }

  private static String listed(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }
}
