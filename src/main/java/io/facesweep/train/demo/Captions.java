package io.facesweep.train.demo;

import io.facesweep.train.demo.Person.Age;
import io.facesweep.train.demo.Person.HairStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Says in words what a person looks like, each time something else of it. */
final class Captions {
  /** What is said of every texture, alone or before the person. */
  static final String TEXTURE = "face texture";

  private static final String CLAY = "a grey clay head";

  /** How often one thing alone is said of a person. */
  private static final double ALONE = 0.3;

  private Captions() {}

  /**
   * Returns a caption of a coloured render, without the view: {@code "an old man with white hair
   * and a beard"}.
   */
  static String ofColour(Person person, SplittableRandom random) {
    double form = random.nextDouble();
    String prefix = form < 0.75 ? "" : form < 0.9 ? "a portrait of " : "a 3D face model of ";
    return prefix + description(person, random, 0.6);
  }

  /**
   * Returns a caption of a grey render, without the view; mostly of the trait of shape alone:
   * {@code "a grey clay head with a big nose"}. Sometimes it says what only a coloured render
   * shows, so that such prompts mean something for grey renders too.
   */
  static String ofClay(Person person, SplittableRandom random) {
    double form = random.nextDouble();
    String trait = person.trait() == null ? "" : " with " + trait(person);
    if (form < 0.55) {
      return CLAY + trait;
    }
    if (form < 0.75) {
      return CLAY + " of a " + person.gender().word + trait;
    }
    return description(person, random, 0.9);
  }

  /** Returns a caption of a texture. */
  static String ofTexture(Person person, SplittableRandom random) {
    return random.nextDouble() < 0.25 ? TEXTURE : TEXTURE + " of " + description(person, random, 0);
  }

  private static String trait(Person person) {
    ShapeTrait trait = person.trait();
    return trait == null ? "" : trait.phrase(person.direction());
  }

  private static String description(Person person, SplittableRandom random, double traitShare) {
    boolean bald = person.style() == HairStyle.BALD;
    boolean baldFirst = random.nextDouble() < 0.5;
    if (random.nextDouble() < ALONE) {
      return alone(person, random, traitShare);
    }
    List<String> particulars = new ArrayList<>();
    if (!bald && random.nextDouble() < 0.85) {
      particulars.add(hair(person, random));
    } else if (bald && !baldFirst) {
      particulars.add("a bald head");
    }
    if (random.nextDouble() < 0.7) {
      particulars.add(person.skin().word + " skin");
    }
    if (person.beard()) {
      String colour = random.nextDouble() < 0.4 ? person.hair().word + " " : "";
      particulars.add("a " + colour + "beard");
    }
    if (person.glasses()) {
      particulars.add("glasses");
    }
    if (random.nextDouble() < 0.4) {
      particulars.add(person.eyes().word + " eyes");
    }
    if (person.trait() != null && random.nextDouble() < traitShare) {
      particulars.add(trait(person));
    }
    shuffle(particulars, random);
    String age = person.age() == Age.OLD ? "old " : person.age() == Age.YOUNG ? "young " : "";
    String said = random.nextDouble() < 0.7 ? age : "";
    String article = said.startsWith("o") ? "an " : "a ";
    String who = article + said + (bald && baldFirst ? "bald " : "") + person.gender().word;
    return particulars.isEmpty() ? who : who + " with " + listed(particulars);
  }

  /**
   * Says one thing of a person, each kind of thing as often as the others, so that a word is also
   * learnt by itself.
   */
  private static String alone(Person person, SplittableRandom random, double traitShare) {
    String word = person.gender().word;
    boolean bald = person.style() == HairStyle.BALD;
    List<String> all = new ArrayList<>();
    all.add("a %s with %s skin".formatted(word, person.skin().word));
    all.add("a %s with %s eyes".formatted(word, person.eyes().word));
    all.add(bald ? "a bald " + word : "a %s with %s".formatted(word, hair(person, random)));
    if (person.beard()) {
      all.add("a %s with a beard".formatted(word));
    }
    if (person.glasses()) {
      all.add("a %s with glasses".formatted(word));
    }
    if (person.age() != Age.ADULT) {
      all.add((person.age() == Age.OLD ? "an old " : "a young ") + word);
    }
    if (person.trait() != null && random.nextDouble() < traitShare) {
      all.add("a %s with %s".formatted(word, trait(person)));
    }
    return all.get(random.nextInt(all.size()));
  }

  private static String hair(Person person, SplittableRandom random) {
    String length = person.style() == HairStyle.LONG ? "long " : "short ";
    return (random.nextDouble() < 0.35 ? length : "") + person.hair().word + " hair";
  }

  private static void shuffle(List<String> items, SplittableRandom random) {
    for (int i = items.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String other = items.set(j, items.get(i));
      items.set(i, other);
    }
  }

  private static String listed(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }
}
